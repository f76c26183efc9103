/* The tables that the files of the system's accounts are read into. */
#ifndef CHECKERS_UNIX_TABLES_H
#define CHECKERS_UNIX_TABLES_H

#include "line_table.h"

enum unix_file {
	UNIX_PASSWD,
	UNIX_SHADOW,
	UNIX_GROUP,
	UNIX_FILES, /* how many */
};

/* What the files said when one login began. */
struct unix_tables {
	const struct line_table *tables[UNIX_FILES];
};

/* Of whole files; of what their lines say, the tables keep the name and all behind it. */
extern const struct watched_format unix_passwd_format;
extern const struct watched_format unix_shadow_format;
extern const struct watched_format unix_group_format;

/* The hash that stands in for that name; absent when nobody has one that can be computed. */
struct octets unix_shadow_stand_in(const struct line_table *shadows,
				   const struct stand_in *stand_in, struct octets name);

#endif
