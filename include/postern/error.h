/* Why something failed, in words for the log or for the terminal. The caller owns it; nothing to
 * free. */
#ifndef POSTERN_ERROR_H
#define POSTERN_ERROR_H

#include <stdbool.h>

/* Longer texts are cut. */
#define ERROR_TEXT_MAX 1024

struct error {
	char text[ERROR_TEXT_MAX]; /* "cannot open 'users.db': Permission denied"; one line */
	bool no_input;             /* a file that the user named is missing, or cannot be read */
	bool advised;              /* it ends with what mends it */
};

/* Makes it another error; the arguments may point into the old one. Control characters, and bytes
 * that are no UTF-8, come out as \xHH, so that a text is always one line that does nothing to a
 * terminal. */
void error_set(struct error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same when a file that the user named is missing, or cannot be read: the program then ends
 * with another status than for a file that is wrong. */
void error_set_no_input(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts " (fix: ...)" behind the text, if nothing of the kind stands there already. */
void error_advise(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "where: " before the text: each level says where, none repeats what. */
void error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
