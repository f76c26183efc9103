/* Checks against a file of user:password lines, which may change at any time. */
#include "accounts.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/octets_parts.h"
#include "watched_checker.h"
#include "whole_file.h"

#include <stdlib.h>

struct file_content {
	struct watched_content base;
	struct accounts *accounts;
};

static struct file_content *file_content_from(struct watched_content *content)
{
	return container_of(content, struct file_content, base);
}

static bool file_add_line(struct accounts *accounts, struct octets line, size_t number,
			  struct error *error)
{
	struct account account = {.line = number};

	if (line.length == 0 || line.data[0] == '#')
		return true;
	if (!octets_cut(&line, ':', &account.name)) {
		error_set(error, "no ':'");
		return false;
	}
	account.password = line;
	return accounts_add(accounts, &account, error);
}

static bool file_add_lines(struct accounts *accounts, struct octets text, struct error *error)
{
	for (size_t number = 1; text.length > 0; number++) {
		struct octets line = whole_file_cut_line(&text);

		if (!file_add_line(accounts, line, number, error)) {
			error_prefix(error, "line %zu", number);
			return false;
		}
	}
	return accounts_complete(accounts, error);
}

static struct watched_content *file_parse(struct octets text, struct error *error)
{
	struct accounts *accounts = accounts_create();
	struct file_content *content;

	if (!file_add_lines(accounts, text, error)) {
		accounts_destroy(accounts);
		return NULL;
	}
	content = memory_take(1, sizeof(*content));
	content->accounts = accounts;
	return &content->base;
}

static void file_forget(struct watched_content *content)
{
	accounts_destroy(file_content_from(content)->accounts);
	free(file_content_from(content));
}

static const struct watched_format file_format = {
	.parse = file_parse,
	.destroy = file_forget,
};

static struct checker *file_create(struct arguments *arguments, struct error *error)
{
	return watched_checker_create(sizeof(struct watched_checker), &file_format, arguments,
				      error);
}

static enum verdict file_request_avatar_id(struct checker *checker, struct credentials *credentials,
					   const struct caller *caller, struct avatar_id *avatar_id,
					   struct error *error)
{
	struct watched_content *content = watched_checker_content(checker, caller, error);

	if (!content)
		return VERDICT_UNAVAILABLE;
	return accounts_check(file_content_from(content)->accounts, credentials, avatar_id, error);
}

static const char file_help[] =
	"The password is what follows the first ':'. Blank lines and lines that begin\n"
	"with '#' do not count. Names and passwords are UTF-8 as RFC 8265 prepares it:\n"
	"in normal form C, without control characters. A change counts from the next\n"
	"request; write it to another file and rename that, so that nobody sees half of\n"
	"it. While the file is missing, malformed or larger than 16 MiB, nobody is\n"
	"refused: clients are told to come back.";

const struct checker_type checker_file = {
	.base = {.name = "file",
		 .usage = "PATH",
		 .summary = "a file of user:password lines, in the clear",
		 .help = file_help},
	.interfaces = ACCOUNTS_INTERFACES,
	.create = file_create,
	.start = watched_checker_start,
	.request_avatar_id = file_request_avatar_id,
	.generation = watched_checker_generation,
	.destroy = watched_checker_destroy,
};
