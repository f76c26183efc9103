/* Reads user:password lines; blank lines and lines that begin with '#' do not count. */
#include "file_accounts.h"

#include "postern/descriptor.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_ACCOUNTS_SIZE_MAX (16 << 20) /* bytes */

static bool file_accounts_add_line(struct accounts *accounts, struct octets line, size_t number,
				   struct error *error)
{
	struct account account = {.name.data = line.data, .line = number};
	const char *colon;

	if (line.length == 0 || line.data[0] == '#')
		return true;
	colon = memchr(line.data, ':', line.length);
	if (!colon) {
		error_set(error, "no ':'");
		return false;
	}
	account.name.length = (size_t)(colon - line.data);
	account.password.data = colon + 1;
	account.password.length = line.length - account.name.length - 1;
	return accounts_add(accounts, &account, error);
}

/* Cuts the first line off, without what ends it: a newline, or a carriage return and a newline. */
static struct octets file_accounts_cut_line(struct octets *text)
{
	const char *newline = memchr(text->data, '\n', text->length);
	struct octets line = *text;

	if (newline)
		line.length = (size_t)(newline - text->data);
	text->data += line.length + (newline ? 1 : 0);
	text->length -= line.length + (newline ? 1 : 0);
	if (line.length > 0 && line.data[line.length - 1] == '\r')
		line.length--;
	return line;
}

static bool file_accounts_parse(struct accounts *accounts, struct octets text, struct error *error)
{
	for (size_t number = 1; text.length > 0; number++) {
		struct octets line = file_accounts_cut_line(&text);

		if (!file_accounts_add_line(accounts, line, number, error)) {
			error_prefix(error, "line %zu", number);
			return false;
		}
	}
	return accounts_complete(accounts, error);
}

/* Half a file is not a file in which the other half is missing. */
static bool file_accounts_is_whole(int descriptor, struct octets text, const struct stat *before)
{
	struct stat after;

	return text.length == (size_t)before->st_size && text.length > 0 &&
	       text.data[text.length - 1] == '\n' && fstat(descriptor, &after) == 0 &&
	       after.st_size == before->st_size && after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	       after.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* `text` has room for the size that the file had. */
static bool file_accounts_fetch(int descriptor, char *text, const struct stat *status,
				struct error *error)
{
	ssize_t length = descriptor_read(descriptor, text, (size_t)status->st_size);

	if (length < 0)
		error_set_no_input(error, "%s", strerror(errno));
	else if (!file_accounts_is_whole(descriptor, (struct octets){text, (size_t)length}, status))
		error_set(error, "empty, without a newline at its end, or being written");
	else
		return true;
	return false;
}

static bool file_accounts_accept(int descriptor, struct stat *status, struct error *error)
{
	if (fstat(descriptor, status) != 0)
		error_set_no_input(error, "%s", strerror(errno));
	else if (!S_ISREG(status->st_mode))
		error_set_no_input(error, "not a regular file");
	else if (status->st_size > FILE_ACCOUNTS_SIZE_MAX)
		error_set(error, "longer than %d bytes", FILE_ACCOUNTS_SIZE_MAX);
	else
		return true;
	return false;
}

static bool file_accounts_fill(struct accounts *accounts, int descriptor, struct stat *status,
			       struct error *error)
{
	size_t size;
	char *text;
	bool filled;

	if (!file_accounts_accept(descriptor, status, error))
		return false;
	size = (size_t)status->st_size;
	text = memory_take(size, 1);
	filled = file_accounts_fetch(descriptor, text, status, error) &&
		 file_accounts_parse(accounts, (struct octets){text, size}, error);
	secret_wipe(text, size);
	free(text);
	return filled;
}

struct accounts *file_accounts_read(const char *path, struct stat *status, struct error *error)
{
	/* Does not wait for the other end of a pipe. */
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct accounts *accounts;

	if (descriptor < 0) {
		error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	accounts = accounts_create();
	if (!file_accounts_fill(accounts, descriptor, status, error)) {
		error_prefix(error, "cannot read '%s'", path);
		accounts_destroy(accounts);
		accounts = NULL;
	}
	close(descriptor);
	return accounts;
}
