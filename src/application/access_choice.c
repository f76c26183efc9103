/* Reads the string that chooses an access log. */
#include "application/access_choice.h"

#include "base/arguments.h"
#include "postern/memory.h"

#include <stdlib.h>

static const char *const access_choice_names[] = {
	[ACCESS_NONE] = "none",
	[ACCESS_COMBINED] = "combined",
	[ACCESS_JSON] = "json",
};

static bool access_choice_take_format(struct access_choice *choice, const char *name,
				      struct error *error)
{
	for (int format = ACCESS_COMBINED; format <= ACCESS_JSON; format++)
		if (strcmp(name, access_choice_names[format]) == 0) {
			choice->format = format;
			return true;
		}
	error_set(error, "'%s' is neither 'combined' nor 'json'", name);
	return false;
}

static bool access_choice_take_path(struct access_choice *choice, struct arguments *arguments,
				    struct error *error)
{
	struct octets piece;
	char path[PATH_MAX];

	if (!arguments_next(arguments, &piece)) {
		error_set(error, "expected a path behind '%s:'", arguments_type(arguments));
		return false;
	}
	if (octets_equal(piece, OCTETS("-")))
		return true;
	if (!arguments_path(arguments, piece, path, error))
		return false;
	choice->path = memory_copy_text(octets_from(path));
	return true;
}

bool access_choice_set(struct access_choice *choice, const char *text, const char *directory,
		       struct error *error)
{
	const struct origin origin = {.directory = directory};
	struct arguments *arguments = arguments_parse(text, origin, error);
	bool taken;

	access_choice_finish(choice);
	taken = arguments && access_choice_take_format(choice, arguments_type(arguments), error) &&
		access_choice_take_path(choice, arguments, error) &&
		arguments_all_taken(arguments, error);
	if (!taken)
		access_choice_finish(choice);
	arguments_destroy(arguments);
	return taken;
}

void access_choice_override(struct access_choice *choice, const struct access_choice *from)
{
	if (from->format == ACCESS_NONE)
		return;
	access_choice_finish(choice);
	choice->format = from->format;
	if (from->path)
		choice->path = memory_copy_text(octets_from(from->path));
}

bool access_choice_equal(const struct access_choice *a, const struct access_choice *b)
{
	if (a->format != b->format || !a->path != !b->path)
		return false;
	return !a->path || strcmp(a->path, b->path) == 0;
}

const char *access_choice_name(const struct access_choice *choice)
{
	return access_choice_names[choice->format];
}

void access_choice_finish(struct access_choice *choice)
{
	free(choice->path);
	*choice = (struct access_choice){.format = ACCESS_NONE};
}
