/* The checkers and stores that the program is built with: a new one is a file, and a line here. */
#ifndef CHECKERS_CHECKERS_H
#define CHECKERS_CHECKERS_H

#include "postern/checker.h"
#include "postern/store.h"

#define CHECKERS(PLUGIN)                                                                           \
	PLUGIN(checker_anonymous)                                                                  \
	PLUGIN(checker_exec)                                                                       \
	PLUGIN(checker_file)                                                                       \
	PLUGIN(checker_htdigest)                                                                   \
	PLUGIN(checker_htpasswd)                                                                   \
	PLUGIN(checker_memory)                                                                     \
	PLUGIN(checker_sqlite)                                                                     \
	PLUGIN(checker_unix)

#define STORES(PLUGIN) PLUGIN(store_sqlite)

#define CHECKERS_DECLARE(name) extern const struct checker_type name;
#define STORES_DECLARE(name)   extern const struct store_type name;

#endif
