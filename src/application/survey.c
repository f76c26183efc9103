/* Has the checkers count whom they know, and compares that with what the portals offer. */
#include "application/survey.h"

#include "cred/census.h"
#include "postern/memory.h"

#include <stdlib.h>

/* A portal has a checker. */
struct survey_share {
	const struct checker *checker;
	size_t place; /* of the portal */
};

/* One checker of one portal. */
struct survey {
	const struct application *application;
	struct survey_share *shares; /* by checkers, and of each in the order of its portals */
	size_t share_count;
	const char **names; /* of all portals, sorted */
	size_t place;       /* of the portal */
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
		return census_with_ha1(survey->census, survey_guard(survey)->realm,
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
		  survey_total(survey).text, survey_guard(survey)->realm.data,
		  portal->factories.items[index].text);
	survey_warn(survey, &text);
}

static int survey_compare_names(const void *a, const void *b)
{
	const char *const *one = a;
	const char *const *other = b;

	return octets_compare(octets_from(*one), octets_from(*other));
}

static int survey_compare_name(const void *key, const void *element)
{
	const struct octets *realm = key;
	const char *const *name = element;

	return octets_compare(*realm, octets_from(*name));
}

static bool survey_is_named(const struct survey *survey, struct octets realm)
{
	return bsearch(&realm, survey->names, survey->application->guard_count,
		       sizeof(survey->names[0]), survey_compare_name);
}

/* Whoever renames a portal makes all HA1s worthless. */
static void survey_warn_of_space(const struct survey *survey, const struct census_space *space)
{
	struct error text;

	if (survey_is_named(survey, space->realm))
		return;
	error_set(&text, "%zu %s users have Digest hashes for '%.*s', which no portal is named",
		  space->users, survey_total(survey).text, (int)space->realm.length,
		  space->realm.data);
	survey_warn(survey, &text);
}

static int survey_compare_shares(const void *a, const void *b)
{
	const struct survey_share *one = a;
	const struct survey_share *other = b;

	if (one->checker != other->checker)
		return one->checker < other->checker ? -1 : 1;
	return (one->place > other->place) - (one->place < other->place);
}

/* The place of the share among all; each is there once. */
static size_t survey_find_share(const struct survey *survey)
{
	const struct survey_share key = {.checker = survey->checker, .place = survey->place};
	const struct survey_share *found = bsearch(&key, survey->shares, survey->share_count,
						   sizeof(key), survey_compare_shares);

	return (size_t)(found - survey->shares);
}

/* Of this portal and those behind it: what they offer is each one's own. */
static void survey_warn_of_portals(struct survey survey)
{
	for (size_t share = survey_find_share(&survey);
	     share < survey.share_count && survey.shares[share].checker == survey.checker;
	     share++) {
		survey.place = survey.shares[share].place;
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

static bool survey_is_first_portal(const struct survey *survey)
{
	size_t share = survey_find_share(survey);

	return share == 0 || survey->shares[share - 1].checker != survey->checker;
}

static bool survey_stands_before(const struct portal *portal, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (portal_checker(portal, i) == portal_checker(portal, index))
			return true;
	}
	return false;
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
		if (!survey_stands_before(portal, i) && survey_is_first_portal(survey))
			survey_checker(survey, most);
	}
}

static void survey_add_shares(struct survey *survey)
{
	const struct portal *portal = survey_guard(survey)->portal;

	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		if (survey_stands_before(portal, i))
			continue;
		survey->shares = memory_make_room(survey->shares, survey->share_count,
						  sizeof(survey->shares[0]));
		survey->shares[survey->share_count++] = (struct survey_share){
			.checker = portal_checker(portal, i),
			.place = survey->place,
		};
	}
}

static void survey_sort(struct survey *survey)
{
	size_t count = survey->application->guard_count;

	survey->names = memory_take(count, sizeof(survey->names[0]));
	for (survey->place = 0; survey->place < count; survey->place++) {
		survey->names[survey->place] = survey_guard(survey)->realm.data;
		survey_add_shares(survey);
	}
	qsort(survey->names, count, sizeof(survey->names[0]), survey_compare_names);
	qsort(survey->shares, survey->share_count, sizeof(survey->shares[0]),
	      survey_compare_shares);
}

void survey_application(const struct application *application, size_t most, warn_function *warn)
{
	struct survey survey = {.application = application, .warn = warn};

	survey_sort(&survey);
	for (survey.place = 0; survey.place < application->guard_count; survey.place++)
		survey_portal(&survey, most);
	free(survey.names);
	free(survey.shares);
}
