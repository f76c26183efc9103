/* Has the checkers count whom they know, and compares that with what the portals offer. */
#include "application/survey.h"

#include "cred/census.h"

/* One checker of one portal. */
struct survey {
	const struct application *application;
	size_t place; /* of the portal */
	const struct checker *checker;
	const struct census *census;
	warn_function *warn;
};

static const struct guard *survey_guard(const struct survey *survey)
{
	return survey->application->guards[survey->place];
}

static void survey_warn(const struct survey *survey, struct error *text)
{
	error_prefix(text, "portal '%s': checker '%s'", guard_path(survey_guard(survey)),
		     survey->checker->type->base.name);
	survey->warn(text->text);
}

/* "of 1000", or "of the first 100000". */
static struct error survey_total(const struct survey *survey)
{
	struct error text;

	error_set(&text, "of %s%zu", survey->census->cut ? "the first " : "",
		  survey->census->users);
	return text;
}

static void survey_warn_of_doubts(const struct survey *survey)
{
	const struct census *census = survey->census;
	struct error text = census->doubt;

	if (census->doubts == 0)
		return;
	if (census->doubts > 1)
		error_prefix(&text, "%zu entries let nobody in, the first is", census->doubts);
	survey_warn(survey, &text);
}

static void survey_warn_of_weak(const struct survey *survey)
{
	const struct census *census = survey->census;
	const char *separator = ":";
	struct error text;

	if (census->weak == 0)
		return;
	error_set(&text, "%zu of %zu passwords are quickly guessed by whoever steals the hashes",
		  census->weak, census->passwords);
	for (size_t i = 0; census->weak_schemes[i].name; i++) {
		error_set(&text, "%s%s %zu %s", text.text, separator, census->weak_schemes[i].count,
			  census->weak_schemes[i].name);
		separator = ",";
	}
	survey_warn(survey, &text);
}

/* How many of the users can log in by credentials that this factory makes. */
static size_t survey_served(const struct survey *survey, const struct credential_factory *factory)
{
	unsigned int common = survey->checker->interfaces & factory->type->interfaces;

	if (common & IUSERNAME_PASSWORD)
		return survey->census->passwords;
	if ((common & IUSERNAME_DIGEST_HASH) && !survey->census->crowded)
		return census_with_ha1(survey->census, octets_from(survey_guard(survey)->realm),
				       factory->digest_algorithm);
	return survey->census->users;
}

static void survey_warn_of_factory(const struct survey *survey, size_t index)
{
	const struct credential_factory *factory = survey_guard(survey)->factories[index];
	const struct portal_description *portal =
		&survey->application->description->portals[survey->place];
	size_t served = survey_served(survey, factory);
	struct error text;

	if (served >= survey->census->users)
		return;
	error_set(&text, "%zu %s users of '%s' cannot log in by %s", survey->census->users - served,
		  survey_total(survey).text, survey_guard(survey)->realm,
		  portal->factories.items[index].text);
	survey_warn(survey, &text);
}

static bool survey_is_named(const struct application *application, struct octets realm)
{
	for (size_t i = 0; i < application->guard_count; i++) {
		if (octets_equal(octets_from(application->guards[i]->realm), realm))
			return true;
	}
	return false;
}

/* Whoever renames a portal makes all HA1s worthless. */
static void survey_warn_of_space(const struct survey *survey, const struct census_space *space)
{
	struct error text;

	if (survey_is_named(survey->application, space->realm))
		return;
	error_set(&text, "%zu %s users have Digest hashes for '%.*s', which no portal is named",
		  space->users, survey_total(survey).text, (int)space->realm.length,
		  space->realm.data);
	survey_warn(survey, &text);
}

/* Where it stands for the first time; behind all others if it does not. */
static size_t survey_find(const struct portal *portal, const struct checker *checker)
{
	size_t i = 0;

	while (i < portal_checker_count(portal) && portal_checker(portal, i) != checker)
		i++;
	return i;
}

static bool survey_has(const struct guard *guard, const struct checker *checker)
{
	return survey_find(guard->portal, checker) < portal_checker_count(guard->portal);
}

/* Of this portal and those behind it: what they offer is each one's own. */
static void survey_warn_of_portals(struct survey survey)
{
	size_t end =
		survey.checker->sharers > 0 ? survey.application->guard_count : survey.place + 1;

	for (; survey.place < end; survey.place++) {
		if (!survey_has(survey_guard(&survey), survey.checker))
			continue;
		for (size_t i = 0; i < survey_guard(&survey)->factory_count; i++)
			survey_warn_of_factory(&survey, i);
	}
}

static void survey_warn_of_all(const struct survey *survey)
{
	survey_warn_of_doubts(survey);
	survey_warn_of_weak(survey);
	survey_warn_of_portals(*survey);
	for (size_t i = 0; i < survey->census->space_count; i++)
		survey_warn_of_space(survey, &survey->census->spaces[i]);
}

static bool survey_is_first(const struct survey *survey)
{
	size_t place = 0;

	if (survey->checker->sharers == 0)
		return true;
	while (!survey_has(survey->application->guards[place], survey->checker))
		place++;
	return place == survey->place;
}

static void survey_checker(struct survey *survey, size_t most)
{
	struct census *census = census_create(most);
	struct error error;

	survey->census = census;
	if (checker_census(survey->checker, census, &error))
		survey_warn_of_all(survey);
	else
		survey_warn(survey, &error);
	census_destroy(census);
}

/* A checker that portals share, or one has twice, is counted once, and blamed by the name of the
 * first. */
static void survey_portal(struct survey *survey, size_t most)
{
	const struct portal *portal = survey_guard(survey)->portal;

	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		survey->checker = portal_checker(portal, i);
		if (survey_find(portal, survey->checker) == i && survey_is_first(survey))
			survey_checker(survey, most);
	}
}

void survey_application(const struct application *application, size_t most, warn_function *warn)
{
	struct survey survey = {.application = application, .warn = warn};

	for (; survey.place < application->guard_count; survey.place++)
		survey_portal(&survey, most);
}
