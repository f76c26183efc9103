/* Any text as `type:piece:key=value`: the pieces, escaped and joined anew, are the same, and each
 * is taken once. */
#include "base/arguments.h"
#include "postern/memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

static const struct origin origin = {.directory = "/"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *append_escaped(char *at, struct octets piece)
{
	for (size_t i = 0; i < piece.length; i++) {
		*at++ = '\\';
		*at++ = piece.data[i];
	}
	return at;
}

/* Takes all pieces, and writes the string that must have the same ones. */
static char *rewritten(struct arguments *arguments, size_t size)
{
	char *text = memory_take(3 * size + 2, 1);
	char *at = append_escaped(text, octets_from(arguments_type(arguments)));
	size_t left = arguments_left(arguments);
	struct octets piece;

	while (arguments_next(arguments, &piece)) {
		assert(arguments_left(arguments) == --left);
		assert(strlen(piece.data) == piece.length);
		*at++ = ':';
		at = append_escaped(at, piece);
	}
	assert(left == 0);
	return text;
}

/* Without a backslash, the ':' say how many pieces there are. */
static void must_have_pieces(const struct arguments *arguments, const char *string)
{
	size_t colons = 0;

	for (const char *at = string; *at; at++)
		colons += *at == ':';
	assert(arguments_left(arguments) <= colons);
	assert(strchr(string, '\\') || arguments_left(arguments) == colons);
	assert(strlen(arguments_type(arguments)) <= strlen(string));
}

static void must_be_equal(const char *first_string, const char *second_string)
{
	struct error error;
	struct arguments *first = arguments_parse(first_string, origin, &error);
	struct arguments *second = arguments_parse(second_string, origin, &error);
	struct octets one;
	struct octets two;

	assert(first && second);
	assert(strcmp(arguments_type(first), arguments_type(second)) == 0);
	assert(arguments_left(first) == arguments_left(second));
	/* An escaped '=' makes no option. */
	assert(!arguments_option(second, "key", &two));
	while (arguments_next(first, &one)) {
		assert(arguments_next(second, &two));
		assert(octets_equal(one, two));
	}
	assert(arguments_all_taken(second, &error));
	arguments_destroy(first);
	arguments_destroy(second);
}

/* Options are taken from wherever they stand, and the others stay in their order. */
static void take_options(const char *string)
{
	struct error error;
	struct arguments *arguments = arguments_parse(string, origin, &error);
	size_t left = arguments_left(arguments);
	struct octets value;
	char path[PATH_MAX];

	while (arguments_option(arguments, "key", &value)) {
		assert(arguments_left(arguments) == --left);
		assert(memcmp(value.data - 4, "key=", 4) == 0);
		if (arguments_path(arguments, value, path, &error))
			assert(path[0] == '/');
	}
	assert(arguments_all_taken(arguments, &error) == (left == 0));
	arguments_destroy(arguments);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *string = memory_copy_text((struct octets){(const char *)data, size});
	struct error error = {.text = ""};
	struct arguments *arguments = arguments_parse(string, origin, &error);

	if (arguments) {
		char *again;

		must_have_pieces(arguments, string);
		again = rewritten(arguments, strlen(string));
		must_be_equal(string, again);
		take_options(string);
		free(again);
	} else {
		assert(error.text[0] != '\0');
	}
	arguments_destroy(arguments);
	free(string);
	return 0;
}
