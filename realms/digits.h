/* Writes numbers where each answer, or each row of one, has some: printf() would take longer than
 * all else. */
#ifndef REALMS_DIGITS_H
#define REALMS_DIGITS_H

#include <stddef.h>

/* Exactly `count` digits, without a NUL. Returns what is behind them. */
static inline char *digits_put(char *text, unsigned int number, size_t count)
{
	for (size_t i = count; i-- > 0; number /= 10)
		text[i] = (char)('0' + number % 10);
	return text + count;
}

/* As many as it has. */
static inline char *digits_put_all(char *text, unsigned int number)
{
	size_t count = 1;

	for (unsigned int rest = number; rest >= 10; rest /= 10)
		count++;
	return digits_put(text, number, count);
}

#endif
