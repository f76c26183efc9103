/* Reads files whole: half a file is not a file in which the other half is missing. */
#include "whole_file.h"

#include "postern/descriptor.h"
#include "postern/memory.h"
#include "postern/octets_parts.h"
#include "postern/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define WHOLE_FILE_SIZE_MAX (16 << 20) /* bytes */

struct octets whole_file_cut_line(struct octets *text)
{
	struct octets line;

	if (!octets_cut(text, '\n', &line)) {
		line = *text;
		*text = octets_skip(*text, text->length);
	}
	if (line.length > 0 && line.data[line.length - 1] == '\r')
		line.length--;
	return line;
}

struct octets whole_file_text(const struct whole_file *file)
{
	return (struct octets){.data = file->text, .length = file->length};
}

static bool whole_file_is_whole(int descriptor, const struct whole_file *file)
{
	const struct stat *before = &file->status;
	struct stat after;

	return file->length == (size_t)before->st_size && file->length > 0 &&
	       file->text[file->length - 1] == '\n' && fstat(descriptor, &after) == 0 &&
	       after.st_size == before->st_size && after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	       after.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* The text has room for the size that the file had. */
static bool whole_file_fetch(int descriptor, struct whole_file *file, struct error *error)
{
	ssize_t length = descriptor_read(descriptor, file->text, (size_t)file->status.st_size);

	if (length < 0) {
		error_set_no_input(error, "%s", strerror(errno));
		return false;
	}
	file->length = (size_t)length;
	if (whole_file_is_whole(descriptor, file))
		return true;
	error_set(error, "empty, without a newline at its end, or being written");
	return false;
}

static bool whole_file_accept(int descriptor, struct stat *status, struct error *error)
{
	if (fstat(descriptor, status) != 0)
		error_set_no_input(error, "%s", strerror(errno));
	else if (!S_ISREG(status->st_mode))
		error_set_no_input(error, "not a regular file");
	else if (status->st_size > WHOLE_FILE_SIZE_MAX)
		error_set(error, "longer than %d bytes", WHOLE_FILE_SIZE_MAX);
	else
		return true;
	return false;
}

static bool whole_file_fill(struct whole_file *file, int descriptor, struct error *error)
{
	if (!whole_file_accept(descriptor, &file->status, error))
		return false;
	file->text = memory_take((size_t)file->status.st_size, 1);
	return whole_file_fetch(descriptor, file, error);
}

bool whole_file_read(const char *path, struct whole_file *file, struct error *error)
{
	/* Does not wait for the other end of a pipe. */
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool filled;

	*file = (struct whole_file){.text = NULL};
	if (descriptor < 0) {
		error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
		return false;
	}
	filled = whole_file_fill(file, descriptor, error);
	close(descriptor);
	if (filled)
		return true;
	error_prefix(error, "cannot read '%s'", path);
	whole_file_discard(file);
	return false;
}

void whole_file_discard(struct whole_file *file)
{
	if (file->text)
		secret_wipe(file->text, file->length);
	free(file->text);
	*file = (struct whole_file){.text = NULL};
}
