/* Memory for free(), that is never NULL: the process ends when there is none left. */
#ifndef POSTERN_MEMORY_H
#define POSTERN_MEMORY_H

#include "postern/octets.h"

/* Zeroed, for `count` things of `size` bytes. Never NULL, not even for none. */
void *memory_take(size_t count, size_t size);

/* The array with room for `count` things; what is new is not zeroed, and `count` not 0. Not for
 * secrets: the old ones may stay behind. */
void *memory_grow(void *array, size_t count, size_t size);

/* The array with room for one more thing than the `count` that it has; what is new is not zeroed.
 * For one that has grown by it alone, from NULL: it doubles when it is full. Not for secrets,
 * either. */
void *memory_make_room(void *array, size_t count, size_t size);

/* A copy with a NUL behind it. */
char *memory_copy_text(struct octets text);

/* A text like that of printf(). */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
