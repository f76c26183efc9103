/* Where the application comes from: the command line, a file, or the one that is built in. */
#ifndef APPLICATION_SOURCE_H
#define APPLICATION_SOURCE_H

#include "application/application.h"
#include "application/options.h"
#include "base/warn.h"

/* EX_OK with the application, which is then the caller's; else the error is set, and it is the
 * status to exit with. Takes `options->given` if that is the whole application. */
int source_read(struct options *options, struct application **application, struct error *error);

/* The same to take the place of `old`, as application_succeed(). */
struct application *source_read_again(struct options *options, const char *root,
				      struct application *old, warn_function *warn,
				      struct error *error);

#endif
