/* Makes the requirement of a portal out of what its author wrote. */
#include "application/require.h"

/* NULL with the error set. */
static struct requirement *require_read(const struct settings *settings, unsigned int *line,
					struct error *error)
{
	struct requirement *requirement = requirement_create();

	for (size_t i = 0; i < settings->count; i++) {
		const struct setting *setting = &settings->items[i];

		*line = setting->line;
		if (requirement_add(requirement, setting->text, error))
			continue;
		error_prefix(error, "require '%s'", setting->text);
		requirement_destroy(requirement);
		return NULL;
	}
	return requirement;
}

/* Who is anonymous would be refused without being asked for a password. */
static bool require_allows(const struct portal *portal, struct error *error)
{
	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		const struct checker *checker = portal_checker(portal, i);

		if (!(checker->interfaces & IANONYMOUS))
			continue;
		error_set(error, "require: nobody anonymous is let in, leave out checker '%s'",
			  checker->type->base.name);
		return false;
	}
	return true;
}

bool require_apply(struct portal *portal, const struct description *description,
		   const struct portal_description *portal_description, struct error *error)
{
	const struct settings *settings = &portal_description->require;
	unsigned int line = settings->count > 0 ? settings->items[0].line : 0;
	struct requirement *requirement;

	if (settings->count == 0)
		return true;
	requirement = require_allows(portal, error) ? require_read(settings, &line, error) : NULL;
	if (requirement)
		portal_require(portal, requirement);
	else
		description_locate_portal(description, portal_description, line, error);
	return requirement != NULL;
}
