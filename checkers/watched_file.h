/* A file of lines that may change at any time, and that each slot of a checker reads for itself. */
#ifndef CHECKERS_WATCHED_FILE_H
#define CHECKERS_WATCHED_FILE_H

#include "postern/checker.h"

/* What the lines say. A format embeds it in a struct of its own. */
struct watched_content {
	const struct watched_format *format;
};

struct watched_format {
	/* The text stays while the content does. NULL, with the error set, when it is malformed. */
	struct watched_content *(*parse)(struct octets text, struct error *error);
	/* Counts whom the content holds. May be NULL. */
	void (*census)(const struct watched_content *content, struct census *census);
	void (*destroy)(struct watched_content *content);
};

/* A checker of such a file: all of it, or the first member of its struct. */
struct watched_file {
	struct checker base;
	char path[PATH_MAX];
	const struct watched_format *format;
	struct watched_slot *slots[CALLER_SLOTS];
};

struct watched_file *watched_file_from(struct checker *checker);

/* In `size` bytes from memory_take(). NULL, with the error set, when the next argument is no path,
 * or the file cannot be read now. */
struct checker *watched_file_create(size_t size, const struct watched_format *format,
				    struct arguments *arguments, struct error *error);

/* For struct checker_type. */
bool watched_file_start(struct checker *checker, const char *root, struct error *error);
bool watched_file_census(const struct checker *checker, struct census *census, struct error *error);
uint64_t watched_file_generation(struct checker *checker, struct octets username,
				 const struct caller *caller);
void watched_file_destroy(struct checker *checker);

/* What stood in the file at the beginning of the caller's turn, or later. NULL, with the error set,
 * when it cannot be told. */
struct watched_content *watched_file_content(struct checker *checker, const struct caller *caller,
					     struct error *error);

#endif
