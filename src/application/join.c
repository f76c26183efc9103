/* Finds factories without a checker and checkers without a factory, before the first login does. */
#include "application/join.h"

#include "application/interfaces.h"

#include <string.h>

/* What an error needs to know of the portal beside the guard that was made of it. */
struct join {
	const struct guard *guard;
	const struct description *description;
	const struct portal_description *portal;
};

/* Who presents nothing needs no factory to reach a checker that accepts anonymous. */
static bool join_reaches(const struct guard *guard, const struct checker *checker)
{
	unsigned int interfaces = IANONYMOUS;

	for (size_t i = 0; i < guard->factory_count; i++)
		interfaces |= credential_factory_interfaces(guard->factories[i]);
	return (checker->interfaces & interfaces) != 0;
}

static bool join_fail(const struct join *join, unsigned int line, struct error *error)
{
	description_locate_portal(join->description, join->portal, line, error);
	return false;
}

/* "'file' (IUsernamePassword), 'unix' (IUsernamePassword)". Never a checker's arguments: there may
 * be passwords among them. */
static void join_list_checkers(const struct portal *portal, struct error *list)
{
	list->text[0] = '\0';
	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		const struct checker *checker = portal_checker(portal, i);

		error_set(list, "%s%s'%s' (%s)", list->text, i > 0 ? ", " : "",
			  checker->type->base.name,
			  interfaces_text(checker->interfaces, ", ").text);
	}
}

static bool join_check_served(const struct join *join, size_t index, struct error *error)
{
	const struct portal *portal = join->guard->portal;
	const struct setting *setting = &join->portal->factories.items[index];
	unsigned int interfaces = join->guard->factories[index]->type->interfaces;
	struct error checkers;

	if (portal_interfaces(portal) & interfaces)
		return true;
	join_list_checkers(portal, &checkers);
	error_set(error, "factory '%s' needs a checker that accepts %s; there %s only: %s",
		  setting->text, interfaces_text(interfaces, " or ").text,
		  portal_checker_count(portal) > 1 ? "are" : "is", checkers.text);
	return join_fail(join, setting->line, error);
}

/* Whoever has an account must find it by every client: whether one hashes the name is not for its
 * user to choose. */
static bool join_check_hashed_names(const struct join *join, size_t index, struct error *error)
{
	const struct credential_factory *factory = join->guard->factories[index];
	const struct portal *portal = join->guard->portal;
	const struct setting *setting = &join->portal->factories.items[index];

	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		const struct checker *checker = portal_checker(portal, i);

		if (!factory->takes_hashed_names ||
		    !(checker->interfaces & factory->type->interfaces) ||
		    (checker->interfaces & IHASHED_USERNAME))
			continue;
		error_set(error, "factory '%s' needs checkers that accept %s; '%s' accepts only %s",
			  setting->text, interfaces_text(IHASHED_USERNAME, "").text,
			  checker->type->base.name,
			  interfaces_text(checker->interfaces, ", ").text);
		return join_fail(join, setting->line, error);
	}
	return true;
}

/* The first of two that take the same answers would decide alone. */
static bool join_check_unique(const struct join *join, size_t index, struct error *error)
{
	struct credential_factory *const *factories = join->guard->factories;
	const struct settings *settings = &join->portal->factories;

	for (size_t i = 0; i < index; i++) {
		if (!credential_factory_same_answers(factories[index], factories[i]))
			continue;
		error_set(error, "factory '%s' takes the same answers as '%s'",
			  settings->items[index].text, settings->items[i].text);
		return join_fail(join, settings->items[index].line, error);
	}
	return true;
}

/* Without factories only anonymous can log in: whoever put a password there meant more. */
static bool join_check_closed(const struct join *join, struct error *error)
{
	const struct portal *portal = join->guard->portal;

	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		if (join_reaches(join->guard, portal_checker(portal, i)))
			continue;
		error_set(error, "checker '%s' needs a factory, add %s",
			  portal_checker(portal, i)->type->base.name,
			  join->description->source ? "factories = {...}" : "--factory");
		return join_fail(join, join->portal->checkers.items[i].line, error);
	}
	return true;
}

bool join_check(const struct guard *guard, const struct description *description,
		const struct portal_description *portal, struct error *error)
{
	const struct join join = {
		.guard = guard,
		.description = description,
		.portal = portal,
	};

	for (size_t i = 0; i < guard->factory_count; i++) {
		if (!join_check_served(&join, i, error) ||
		    !join_check_hashed_names(&join, i, error) ||
		    !join_check_unique(&join, i, error))
			return false;
	}
	return guard->factory_count > 0 || join_check_closed(&join, error);
}

static bool join_can_prove(const struct guard *guard)
{
	for (size_t i = 0; i < guard->factory_count; i++) {
		if (guard->factories[i]->type->confirm)
			return true;
	}
	return false;
}

static void join_warn_of_mutual(const struct guard *guard, const struct portal_description *portal,
				warn_function *warn)
{
	struct error text;

	if (!portal->mutual || join_can_prove(guard))
		return;
	error_set(&text, "portal '%s': mutual does nothing: there is no factory 'digest'",
		  guard_path(guard));
	warn(text.text);
}

static bool join_knows_groups(const struct guard *guard)
{
	for (size_t i = 0; i < portal_checker_count(guard->portal); i++) {
		if (portal_checker(guard->portal, i)->type->grouped)
			return true;
	}
	return false;
}

static void join_warn_of_groups(const struct guard *guard, const struct portal_description *portal,
				warn_function *warn)
{
	struct error text;

	if (join_knows_groups(guard))
		return;
	for (size_t i = 0; i < portal->require.count; i++) {
		const char *who = portal->require.items[i].text;

		if (strncmp(who, "group:", strlen("group:")) != 0)
			continue;
		error_set(&text,
			  "portal '%s': require '%s' lets nobody in: no checker knows groups",
			  guard_path(guard), who);
		warn(text.text);
	}
}

void join_warn(const struct guard *guard, const struct portal_description *portal,
	       warn_function *warn)
{
	join_warn_of_groups(guard, portal, warn);
	join_warn_of_mutual(guard, portal, warn);
	for (size_t i = 0; i < portal_checker_count(guard->portal); i++) {
		const struct checker *checker = portal_checker(guard->portal, i);
		struct error text;

		if (join_reaches(guard, checker))
			continue;
		error_set(&text,
			  "portal '%s': checker '%s' is never asked: no factory makes credentials "
			  "that provide %s",
			  guard_path(guard), checker->type->base.name,
			  interfaces_text(checker->interfaces, " or ").text);
		warn(text.text);
	}
}
