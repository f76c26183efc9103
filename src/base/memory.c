/* Allocates, or ends the process: nothing sensible can be decided without memory. */
#include "postern/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void *memory_require(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

void *memory_take(size_t count, size_t size)
{
	return memory_require(calloc(count > 0 ? count : 1, size));
}

void *memory_grow(void *array, size_t count, size_t size)
{
	return memory_require(reallocarray(array, count, size));
}

void *memory_make_room(void *array, size_t count, size_t size)
{
	bool full = (count & (count - 1)) == 0; /* at 0, and at the powers of two */

	return full ? memory_grow(array, count == 0 ? 1 : 2 * count, size) : array;
}

char *memory_copy_text(struct octets text)
{
	/* Not zeroed first: calloc() also takes nothing from the cache of its thread. */
	char *copy = memory_require(malloc(text.length + 1));

	if (text.length > 0)
		memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	return copy;
}

char *memory_format(const char *format, ...)
{
	va_list arguments;
	char *text;
	int length;

	va_start(arguments, format);
	length = vasprintf(&text, format, arguments);
	va_end(arguments);
	return memory_require(length < 0 ? NULL : text);
}
