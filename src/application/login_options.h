/* What `postern login` is told beside what the server is told. */
#ifndef APPLICATION_LOGIN_OPTIONS_H
#define APPLICATION_LOGIN_OPTIONS_H

#include "application/description.h"

#include <getopt.h>

struct login_options {
	const char *user; /* borrowed; NULL: who presents nothing */
	bool password_stdin;
	bool explain;
	/* Where, if it is said: a portal as in a description, of which only the prefix and the
	 * first factory count. */
	struct portal_description portal;
	bool portal_given;
};

/* Codes of getopt_long() that nobody else has. Ends with a name NULL. */
extern const struct option login_options_long[];
extern const char login_options_help[];

/* True when the code is one of these options. */
bool login_options_know(int code);
void login_options_take(struct login_options *options, int code);

/* Takes the last portal that was given, if it says nothing but where. */
void login_options_choose(struct login_options *options, struct description *given);

void login_options_finish(struct login_options *options);

#endif
