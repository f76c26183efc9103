/* The realms that the program is built with. A new realm is a new file and one line here. */
#include "postern/plugin.h"

extern const struct realm_type realm_files;
extern const struct realm_type realm_page;

const struct realm_type *const realm_types[] = {
	&realm_files,
	&realm_page,
	NULL,
};
