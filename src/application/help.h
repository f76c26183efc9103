/* What the program says of itself: --help, --version, and --help-auth and its kin (Twisted:
 * strcred.AuthOptionMixin). */
#ifndef APPLICATION_HELP_H
#define APPLICATION_HELP_H

#include "application/options.h"

/* Prints on standard output what the options ask for. False, with the error set, when there is no
 * type of that name. */
bool help_print(const struct options *options, struct error *error);

#endif
