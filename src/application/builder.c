/* Makes the plug-ins that a portal names, and joins them. */
#include "application/builder.h"

#include "application/join.h"
#include "application/require.h"
#include "postern/memory.h"

#include <stdlib.h>

/* One portal while it is built. */
struct builder {
	const struct application *application;
	struct roster *roster;
	const struct portal_description *portal;
	struct origin origin; /* of its strings */
	struct error *error;
};

static bool builder_fail(const struct builder *builder, const struct setting *setting)
{
	description_locate_portal(builder->application->description, builder->portal, setting->line,
				  builder->error);
	return false;
}

static void builder_drop_checkers(struct checker **checkers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		checker_destroy(checkers[i]);
	free(checkers);
}

/* NULL with the error set. */
static struct checker **builder_checkers(const struct builder *builder)
{
	const struct settings *settings = &builder->portal->checkers;
	struct checker **checkers = memory_take(settings->count, sizeof(*checkers));

	for (size_t i = 0; i < settings->count; i++) {
		checkers[i] = roster_checker(builder->roster, settings->items[i].text,
					     builder->origin, builder->error);
		if (!checkers[i]) {
			builder_fail(builder, &settings->items[i]);
			builder_drop_checkers(checkers, i);
			return NULL;
		}
	}
	return checkers;
}

/* NULL with the error set. */
static struct portal *builder_portal(const struct builder *builder)
{
	const struct setting *setting = &builder->portal->realm;
	struct checker **checkers = builder_checkers(builder);
	size_t count = builder->portal->checkers.count;
	struct realm *realm;

	if (!checkers)
		return NULL;
	realm = realm_create(setting->text, builder->origin, builder->application->registry->realms,
			     builder->error);
	if (!realm) {
		builder_fail(builder, setting);
		builder_drop_checkers(checkers, count);
		return NULL;
	}
	return portal_create(checkers, count, realm, builder->application->cache);
}

/* A guard without factories yet; NULL with the error set. */
static struct guard *builder_guard(const struct builder *builder)
{
	const struct portal_description *description = builder->portal;
	struct portal *portal = builder_portal(builder);

	if (!portal)
		return NULL;
	return guard_create(
		description->prefix, description->name.text ? description->name.text : "", portal,
		memory_take(description->factories.count, sizeof(struct credential_factory *)), 0);
}

static bool builder_add_factories(const struct builder *builder, struct guard *guard)
{
	const struct settings *settings = &builder->portal->factories;
	const struct protection_space space = {
		.realm = guard->realm.data,
		.nonces = builder->application->nonces,
		.names = builder->application->names,
		.mutual = builder->portal->mutual,
	};

	for (size_t i = 0; i < settings->count; i++) {
		guard->factories[i] =
			credential_factory_create(settings->items[i].text, &space, builder->error);
		if (!guard->factories[i])
			return builder_fail(builder, &settings->items[i]);
		guard->factory_count++;
	}
	return true;
}

static bool builder_complete(const struct builder *builder, struct guard *guard)
{
	const struct description *description = builder->application->description;

	return builder_add_factories(builder, guard) &&
	       require_apply(guard->portal, description, builder->portal, builder->error) &&
	       join_check(guard, description, builder->portal, builder->error);
}

struct guard *builder_build(const struct application *application, struct roster *roster,
			    const struct portal_description *portal, struct origin origin,
			    struct error *error)
{
	const struct builder builder = {
		.application = application,
		.roster = roster,
		.portal = portal,
		.origin = origin,
		.error = error,
	};
	struct guard *guard = builder_guard(&builder);

	if (!guard || builder_complete(&builder, guard))
		return guard;
	guard_destroy(guard);
	return NULL;
}
