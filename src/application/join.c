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
		interfaces |= guard->factories[i]->type->interfaces;
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

/* Two factories are the same when they write the same challenge: "digest" and "digest:SHA-256". */
static bool join_check_unique(const struct join *join, size_t index, struct error *error)
{
	const struct challenge challenge = {.nonce = ""};
	const struct settings *settings = &join->portal->factories;
	char mine[CHALLENGE_TEXT_MAX];
	char other[CHALLENGE_TEXT_MAX];

	credential_factory_challenge(join->guard->factories[index], &challenge, mine, sizeof(mine));
	for (size_t i = 0; i < index; i++) {
		credential_factory_challenge(join->guard->factories[i], &challenge, other,
					     sizeof(other));
		if (strcmp(mine, other) != 0)
			continue;
		error_set(error, "factory '%s' is the same as '%s'", settings->items[index].text,
			  settings->items[i].text);
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
	const struct join join = {guard, description, portal};

	for (size_t i = 0; i < guard->factory_count; i++) {
		if (!join_check_served(&join, i, error) || !join_check_unique(&join, i, error))
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

void join_warn(const struct guard *guard, const struct portal_description *portal,
	       warn_function *warn)
{
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
