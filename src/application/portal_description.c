/* Keeps what is written of one portal. */
#include "application/portal_description.h"

#include <stdlib.h>
#include <string.h>

void portal_description_finish(struct portal_description *portal)
{
	setting_finish(&portal->name);
	settings_finish(&portal->factories);
	settings_finish(&portal->checkers);
	settings_finish(&portal->require);
	setting_finish(&portal->realm);
	free(portal->prefix);
}

bool portal_description_set_mutual(struct portal_description *portal, const char *text,
				   struct error *error)
{
	portal->mutual = strcmp(text, "true") == 0;
	if (portal->mutual || strcmp(text, "false") == 0)
		return true;
	error_set(error, "'%s' is neither 'true' nor 'false'", text);
	return false;
}

const char *portal_description_prefix(const struct portal_description *portal)
{
	return portal->prefix[0] ? portal->prefix : "/";
}
