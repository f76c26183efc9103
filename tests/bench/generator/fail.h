/* The one way in which the load generator ends early: it says why. */
#ifndef GENERATOR_FAIL_H
#define GENERATOR_FAIL_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAIL(...) (fprintf(stderr, "load: " __VA_ARGS__), fputc('\n', stderr), exit(EXIT_FAILURE))

#define FAIL_WITH_ERRNO(what) FAIL("%s: %s", what, strerror(errno))

#endif
