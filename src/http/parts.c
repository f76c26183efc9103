/* Finds the part that a position of the body lies in. */
#include "http/parts.h"

#include "http/sent_file.h"
#include "postern/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct parts {
	struct sent_file file; /* owned */
	size_t count;
	struct response_part list[];
};

struct parts *parts_create(int descriptor, const struct response_part *parts, size_t count)
{
	struct parts *self = memory_take(1, sizeof(*self) + count * sizeof(self->list[0]));

	sent_file_begin(&self->file, descriptor, 0);
	self->count = count;
	for (size_t i = 0; i < count; i++) {
		self->list[i] = parts[i];
		self->list[i].text.data = memory_copy_text(parts[i].text);
	}
	return self;
}

void parts_destroy(struct parts *parts)
{
	if (!parts)
		return;
	for (size_t i = 0; i < parts->count; i++)
		free((char *)parts->list[i].text.data);
	close(parts->file.descriptor);
	free(parts);
}

static uint64_t parts_length_of(const struct response_part *part)
{
	return part->text.length + part->length;
}

uint64_t parts_length(const struct parts *parts)
{
	uint64_t length = 0;

	for (size_t i = 0; i < parts->count; i++)
		length += parts_length_of(&parts->list[i]);
	return length;
}

static ssize_t parts_read_text(struct octets text, char *buffer, size_t size)
{
	size_t length = text.length < size ? text.length : size;

	memcpy(buffer, text.data, length);
	return (ssize_t)length;
}

static ssize_t parts_read_file(const struct parts *parts, uint64_t offset, uint64_t length,
			       char *buffer, size_t size)
{
	size_t wanted = length < size ? (size_t)length : size;
	ssize_t count =
		TEMP_FAILURE_RETRY(pread(parts->file.descriptor, buffer, wanted, (off_t)offset));

	return count > 0 && !sent_file_has_changed(&parts->file) ? count : -1;
}

ssize_t parts_read(const struct parts *parts, uint64_t position, char *buffer, size_t size)
{
	const struct response_part *part = parts->list;

	while (position >= parts_length_of(part)) {
		position -= parts_length_of(part);
		part++;
	}
	if (position < part->text.length)
		return parts_read_text(octets_skip(part->text, (size_t)position), buffer, size);
	position -= part->text.length;
	return parts_read_file(parts, part->offset + position, part->length - position, buffer,
			       size);
}
