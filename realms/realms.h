/* The realms that the program is built with: a new one is a file, and a line here. */
#ifndef REALMS_REALMS_H
#define REALMS_REALMS_H

#include "postern/realm.h"

#define REALMS(PLUGIN)                                                                             \
	PLUGIN(realm_files)                                                                        \
	PLUGIN(realm_groups)                                                                       \
	PLUGIN(realm_page)                                                                         \
	PLUGIN(realm_users)

#define REALMS_DECLARE(name) extern const struct realm_type name;

#endif
