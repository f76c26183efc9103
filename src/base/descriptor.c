/* Reads on where read() stops early, and closes what is open. */
#include "postern/descriptor.h"

#include <errno.h>
#include <unistd.h>

ssize_t descriptor_read(int descriptor, char *buffer, size_t size)
{
	size_t length = 0;
	ssize_t count = 1;

	while (length < size && count > 0) {
		count = TEMP_FAILURE_RETRY(read(descriptor, buffer + length, size - length));
		if (count < 0)
			return -1;
		length += (size_t)count;
	}
	return (ssize_t)length;
}

void descriptor_close(int *descriptor)
{
	int reason = errno;

	if (*descriptor >= 0)
		close(*descriptor);
	*descriptor = -1;
	errno = reason;
}
