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

struct watched_file {
	char path[PATH_MAX];
	const struct watched_format *format;
	struct watched_slot *slots[CALLER_SLOTS];
};

/* Of an absolute path; zeroed before. False, with the error set, when it cannot be read now: then
 * there is nothing to finish. */
bool watched_file_init(struct watched_file *file, const struct watched_format *format,
		       const char *path, struct error *error);
void watched_file_finish(struct watched_file *file);

/* As the start of a checker. */
bool watched_file_start(struct watched_file *file, const char *root, struct error *error);

/* The census of what stands there now. */
bool watched_file_census(const struct watched_file *file, struct census *census,
			 struct error *error);

/* Another number after a change, as of a checker. */
uint64_t watched_file_generation(struct watched_file *file, const struct caller *caller);

/* What stood in the file at the beginning of the caller's turn, or later. NULL, with the error set,
 * when it cannot be told. */
struct watched_content *watched_file_content(struct watched_file *file, const struct caller *caller,
					     struct error *error);

#endif
