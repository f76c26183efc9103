/* The command line: twistd's options and names, and an application in a few words. */
#ifndef APPLICATION_OPTIONS_H
#define APPLICATION_OPTIONS_H

#include "application/description.h"
#include "application/lifecycle_options.h"
#include "application/login_options.h"

enum options_action {
	OPTIONS_RUN,
	OPTIONS_CHECK,
	OPTIONS_STOP,
	OPTIONS_RESTART,
	OPTIONS_RELOAD,
	OPTIONS_ROTATE,
	OPTIONS_STATUS,
	OPTIONS_LOGIN,
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_PRINT_APPLICATION,
	OPTIONS_HELP_AUTH, /* `topic` is the type to explain; NULL: list them all */
	OPTIONS_HELP_REALM,
	OPTIONS_HELP_FACTORY,
};

struct options {
	enum options_action action;
	const char *topic;
	const char *application; /* the application file; NULL: none given */
	/* What --listen, --loops, --writable, --plugin and --at said; it is the whole application
	 * if it has portals. */
	struct description *given;
	struct lifecycle_options lifecycle;
	struct login_options login;
};

/* Relative paths are relative to `directory`. False, with the error set, when the command line
 * makes no sense. Whatever it returns, options_finish() is owed. */
bool options_parse(struct options *options, int argc, char *argv[], const char *directory,
		   struct error *error);
void options_finish(struct options *options);

/* Overwrites what checkers are given, passwords perhaps, with '*'. */
void options_hide_secrets(int argc, char *argv[]);

#endif
