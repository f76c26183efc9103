/* Where an application still has to write once it has started, and the end of writing elsewhere
 * (lifecycle section 1.8). */
#ifndef APPLICATION_CONFINE_H
#define APPLICATION_CONFINE_H

#include "application/application.h"

/* False, with the error set, when a directory that is to be writable is none. */
bool confine_check(const struct description *description, struct error *error);

/* Confines the process, and its programs with it, to `application->writable` and to what the
 * description and the plug-ins add to it. After the plug-ins have started, in the root directory
 * that `root` has become (NULL: it stays), and before any thread. EX_OK, or the status to exit with
 * and the error set. */
int confine_enter(struct application *application, const char *root, struct error *error);

/* False, with the error set, when a plug-in of the application would write elsewhere. */
bool confine_allows(struct places *places, const struct application *application,
		    struct error *error);

#endif
