/* The tables that the files of the system's accounts are read into. */
#ifndef CHECKERS_UNIX_TABLES_H
#define CHECKERS_UNIX_TABLES_H

#include "line_table.h"

/* Of whole files; of what their lines say, the tables keep the name and all behind it. */
extern const struct watched_format unix_passwd_format;
extern const struct watched_format unix_shadow_format;
extern const struct watched_format unix_group_format;

/* A hash that somebody can log in by: the user's own, or else always the same one of another.
 * Absent: there is none. */
struct octets unix_shadow_stand_in(const struct line_table *table, struct octets name);

#endif
