/* Reads files as a whole, and closes them. */
#ifndef POSTERN_DESCRIPTOR_H
#define POSTERN_DESCRIPTOR_H

#include <stddef.h>
#include <sys/types.h>

/* Reads until the buffer is full or the file ends. How many bytes there were; -1 with errno set. */
ssize_t descriptor_read(int descriptor, char *buffer, size_t size);

/* Closes it, unless it is -1, and makes it that. Keeps errno. */
void descriptor_close(int *descriptor);

#endif
