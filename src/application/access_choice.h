/* Whether there is an access log, in which format and where: "combined:PATH" or "json:PATH". */
#ifndef APPLICATION_ACCESS_CHOICE_H
#define APPLICATION_ACCESS_CHOICE_H

#include "http/access_entry.h"
#include "postern/error.h"

struct access_choice {
	enum access_format format; /* ACCESS_NONE: none */
	char *path;                /* absolute; NULL: standard output */
};

/* A relative path is relative to `directory`, and "-" is standard output. Takes the place of what
 * was chosen. False with the error set. */
bool access_choice_set(struct access_choice *choice, const char *text, const char *directory,
		       struct error *error);

/* Takes over what `from` has chosen, if that is something. */
void access_choice_override(struct access_choice *choice, const struct access_choice *from);

bool access_choice_equal(const struct access_choice *a, const struct access_choice *b);

/* "combined". */
const char *access_choice_name(const struct access_choice *choice);

void access_choice_finish(struct access_choice *choice);

#endif
