/* Takes `type:piece:key=value` apart, and keeps account of which pieces were taken. */
#include "base/arguments.h"

#include "postern/memory.h"
#include "postern/root.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS_PIECES_MAX 4096

/* Between two ':'. Its text is unescaped and NUL-terminated. */
struct piece {
	char *text;
	char *equals; /* the first '=' without a backslash before it; NULL when there is none */
	bool taken;
};

struct arguments {
	struct origin origin;
	char *text; /* of all pieces, one behind the other */
	size_t size;
	size_t piece_count;
	struct piece *pieces; /* the first is the type, and nobody's to take */
};

static struct piece *arguments_begin_piece(struct arguments *arguments, char *text)
{
	struct piece *piece = &arguments->pieces[arguments->piece_count++];

	*piece = (struct piece){.text = text};
	return piece;
}

/* Unescaping never makes a text longer: it fits where `string` fits. */
static bool arguments_split(struct arguments *arguments, const char *string, struct error *error)
{
	char *out = arguments->text;
	struct piece *piece = arguments_begin_piece(arguments, out);

	for (; *string != '\0'; string++) {
		if (*string == ':') {
			if (arguments->piece_count == ARGUMENTS_PIECES_MAX) {
				error_set(error, "too many pieces, %d are allowed",
					  ARGUMENTS_PIECES_MAX);
				return false;
			}
			*out++ = '\0';
			piece = arguments_begin_piece(arguments, out);
			continue;
		}
		if (*string == '=' && !piece->equals)
			piece->equals = out;
		if (*string == '\\' && *++string == '\0') {
			error_set(error, "expected a character after the last '\\'");
			return false;
		}
		*out++ = *string;
	}
	*out = '\0';
	return true;
}

/* Escaped ones, too: never fewer than there are pieces. */
static size_t arguments_count_colons(const char *string)
{
	size_t count = 0;

	while ((string = strchr(string, ':'))) {
		count++;
		string++;
	}
	return count;
}

struct arguments *arguments_parse(const char *string, struct origin origin, struct error *error)
{
	struct arguments *arguments = memory_take(1, sizeof(*arguments));

	arguments->origin = origin;
	arguments->size = strlen(string) + 1;
	arguments->text = memory_take(arguments->size, 1);
	arguments->pieces = memory_take(arguments_count_colons(string) + 1, sizeof(struct piece));
	if (!arguments_split(arguments, string, error)) {
		arguments_destroy(arguments);
		return NULL;
	}
	arguments->pieces[0].taken = true;
	return arguments;
}

void arguments_destroy(struct arguments *arguments)
{
	if (!arguments)
		return;
	secret_wipe(arguments->text, arguments->size);
	free(arguments->text);
	free(arguments->pieces);
	free(arguments);
}

const char *arguments_type(const struct arguments *arguments)
{
	return arguments->pieces[0].text;
}

static struct piece *arguments_first_left(const struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->piece_count; i++) {
		if (!arguments->pieces[i].taken)
			return &arguments->pieces[i];
	}
	return NULL;
}

size_t arguments_left(const struct arguments *arguments)
{
	size_t left = 0;

	for (size_t i = 0; i < arguments->piece_count; i++)
		left += !arguments->pieces[i].taken;
	return left;
}

bool arguments_next(struct arguments *arguments, struct octets *piece)
{
	struct piece *next = arguments_first_left(arguments);

	if (!next)
		return false;
	next->taken = true;
	*piece = octets_from(next->text);
	return true;
}

static bool arguments_has_key(const struct piece *piece, const char *key)
{
	size_t length = strlen(key);

	return piece->equals == piece->text + length && memcmp(piece->text, key, length) == 0;
}

bool arguments_option(struct arguments *arguments, const char *key, struct octets *value)
{
	for (size_t i = 0; i < arguments->piece_count; i++) {
		struct piece *piece = &arguments->pieces[i];

		if (piece->taken || !arguments_has_key(piece, key))
			continue;
		piece->taken = true;
		*value = octets_from(piece->equals + 1);
		return true;
	}
	return false;
}

bool arguments_choice(struct arguments *arguments, const char *key, bool *choice,
		      struct error *error)
{
	struct octets value;

	if (!arguments_option(arguments, key, &value))
		return true;
	*choice = octets_equal(value, OCTETS("yes"));
	if (*choice || octets_equal(value, OCTETS("no")))
		return true;
	error_set(error, "cannot use %s '%s', only 'yes' and 'no'", key, value.data);
	return false;
}

bool arguments_path(const struct arguments *arguments, struct octets piece, char path[PATH_MAX],
		    struct error *error)
{
	int length;

	if (piece.length == 0) {
		error_set(error, "expected a path, not ''");
		return false;
	}
	if (piece.data[0] == '/')
		length = snprintf(path, PATH_MAX, "%s", piece.data);
	else
		length = snprintf(path, PATH_MAX, "%s/%s", arguments->origin.directory, piece.data);
	if (length < 0 || length >= PATH_MAX) {
		/* The path itself would leave no room for the reason. */
		error_set(error, "cannot use a path of %d bytes: %s", length,
			  strerror(ENAMETOOLONG));
		return false;
	}
	return root_enter(arguments->origin.root, path, error);
}

bool arguments_next_path(struct arguments *arguments, char path[PATH_MAX], struct error *error)
{
	struct octets piece;

	if (arguments_next(arguments, &piece))
		return arguments_path(arguments, piece, path, error);
	error_set(error, "expected a path");
	return false;
}

bool arguments_all_taken(const struct arguments *arguments, struct error *error)
{
	const struct piece *left = arguments_first_left(arguments);

	if (left)
		error_set(error, "unexpected '%s'", left->text);
	return !left;
}
