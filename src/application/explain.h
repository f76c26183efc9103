/* The application in words, for `postern check`. */
#ifndef APPLICATION_EXPLAIN_H
#define APPLICATION_EXPLAIN_H

#include "application/application.h"

/* On standard output: listeners, portals, who serves whom, and what is hardly meant. */
void explain_application(const struct application *application);

#endif
