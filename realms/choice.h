/* An option that is yes or no. */
#ifndef REALMS_CHOICE_H
#define REALMS_CHOICE_H

#include "postern/arguments.h"

/* Takes `key=yes` or `key=no`, wherever it stands; without it the choice is no. False, with the
 * error set, when it is something else. */
bool choice_take(struct arguments *arguments, const char *key, bool *choice, struct error *error);

#endif
