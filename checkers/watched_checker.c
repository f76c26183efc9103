/* Makes a checker of one watched file. */
#include "watched_checker.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>

struct watched_checker *watched_checker_from(struct checker *checker)
{
	return container_of(checker, struct watched_checker, base);
}

struct checker *watched_checker_create(size_t size, const struct watched_format *format,
				       struct arguments *arguments, struct error *error)
{
	struct watched_checker *watched = memory_take(1, size);
	char path[PATH_MAX];

	if (arguments_next_path(arguments, path, error) &&
	    watched_file_init(&watched->file, format, path, error))
		return &watched->base;
	free(watched);
	return NULL;
}

bool watched_checker_start(struct checker *checker, const char *root, struct error *error)
{
	return watched_file_start(&watched_checker_from(checker)->file, root, error);
}

bool watched_checker_census(const struct checker *checker, struct census *census,
			    struct error *error)
{
	return watched_file_census(&container_of(checker, const struct watched_checker, base)->file,
				   census, error);
}

uint64_t watched_checker_generation(struct checker *checker, struct octets username,
				    const struct caller *caller)
{
	(void)username;
	return watched_file_generation(&watched_checker_from(checker)->file, caller);
}

struct watched_content *watched_checker_content(struct checker *checker,
						const struct caller *caller, struct error *error)
{
	return watched_file_content(&watched_checker_from(checker)->file, caller, error);
}

void watched_checker_destroy(struct checker *checker)
{
	watched_file_finish(&watched_checker_from(checker)->file);
	free(watched_checker_from(checker));
}
