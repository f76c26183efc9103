/* Warns of users whom the data of a checker let down, before they find out themselves. */
#ifndef APPLICATION_SURVEY_H
#define APPLICATION_SURVEY_H

#include "application/application.h"
#include "base/warn.h"

#include <stdint.h>

/* How many users of each checker are looked at: all, or as many as delay a start by no more than
 * a fifth of a second. */
#define SURVEY_ALL   SIZE_MAX
#define SURVEY_START 100000

/* Reads the stores and files of all checkers that can count what they hold. */
void survey_application(const struct application *application, size_t most, warn_function *warn);

#endif
