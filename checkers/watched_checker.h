/* A checker of one file of lines that may change at any time. */
#ifndef CHECKERS_WATCHED_CHECKER_H
#define CHECKERS_WATCHED_CHECKER_H

#include "watched_file.h"

/* All of it, or the first member of its struct. */
struct watched_checker {
	struct checker base;
	struct watched_file file;
};

struct watched_checker *watched_checker_from(struct checker *checker);

/* In `size` bytes from memory_take(). NULL, with the error set, when the next argument is no path,
 * or the file cannot be read now. */
struct checker *watched_checker_create(size_t size, const struct watched_format *format,
				       struct arguments *arguments, struct error *error);

/* For struct checker_type. */
bool watched_checker_start(struct checker *checker, const char *root, struct error *error);
bool watched_checker_census(const struct checker *checker, struct census *census,
			    struct error *error);
uint64_t watched_checker_generation(struct checker *checker, struct octets username,
				    const struct caller *caller);
void watched_checker_destroy(struct checker *checker);

/* As watched_file_content(). */
struct watched_content *watched_checker_content(struct checker *checker,
						const struct caller *caller, struct error *error);

#endif
