/* The strict wrapper around checkers: reads their strings, asks them, and believes no nonsense. */
#include "cred/checker.h"

#include "base/log.h"
#include "base/plugin.h"
#include "cred/flights.h"
#include "postern/container.h"
#include "postern/octets_parts.h"

#include <assert.h>

bool checker_type_check(const struct plugin_type *base, struct error *error)
{
	const struct checker_type *type = container_of(base, const struct checker_type, base);

	if (!type->create || !type->request_avatar_id || !type->destroy)
		error_set(error, "'%s' lacks create, request_avatar_id or destroy", base->name);
	else if (type->interfaces == 0 || type->interfaces >> CREDENTIAL_INTERFACE_COUNT)
		error_set(error, "'%s' accepts interfaces that there are not", base->name);
	else
		return true;
	return false;
}

static void checker_refuse_interface(const struct checker_type *type, struct octets name,
				     struct error *error)
{
	const char *separator = "";

	error_set(error, "cannot narrow to '%.*s', it accepts only", (int)name.length, name.data);
	for (unsigned int bit = 1; bit < 1U << CREDENTIAL_INTERFACE_COUNT; bit <<= 1) {
		if ((type->interfaces & bit) == 0)
			continue;
		error_set(error, "%s%s %s", error->text, separator, credential_interface_name(bit));
		separator = ",";
	}
}

static bool checker_take_interfaces(const struct checker_type *type, struct arguments *arguments,
				    unsigned int *interfaces, struct error *error)
{
	struct octets list, name;

	*interfaces = type->interfaces;
	if (!arguments_option(arguments, "interfaces", &list))
		return true;
	*interfaces = 0;
	while (octets_next(&list, ',', &name)) {
		enum credential_interface interface;

		if (!credential_interface_find(name, &interface) ||
		    (type->interfaces & interface) == 0) {
			checker_refuse_interface(type, name, error);
			return false;
		}
		*interfaces |= interface;
	}
	return true;
}

static struct checker *checker_make(const struct plugin *plugin, struct error *error)
{
	const struct checker_type *type =
		container_of(plugin->type, const struct checker_type, base);
	unsigned int interfaces;
	struct checker *checker;

	if (!checker_take_interfaces(type, plugin->arguments, &interfaces, error))
		return NULL;
	checker = type->create(plugin->arguments, error);
	if (checker) {
		checker->type = type;
		checker->interfaces = interfaces;
		checker->sharers = 0;
		checker->started = false;
		checker->only_reads = false;
	}
	return checker;
}

struct checker *checker_create(const char *string, struct origin origin,
			       const struct plugin_type *const types[], struct error *error)
{
	struct plugin plugin;
	struct checker *checker;

	if (!plugin_begin(&plugin, "checker", string, origin, types, error))
		return NULL;
	checker = checker_make(&plugin, error);
	if (plugin_end(&plugin, checker, error))
		return checker;
	checker_destroy(checker);
	return NULL;
}

struct checker *checker_share(struct checker *checker)
{
	checker->sharers++;
	return checker;
}

bool checker_start(struct checker *checker, const char *root, struct error *error)
{
	checker->started = checker->started || !checker->type->start ||
			   checker->type->start(checker, root, error);
	if (checker->started)
		return true;
	error_prefix(error, "checker '%s'", checker->type->base.name);
	return false;
}

const char *checker_writes(const struct checker *checker)
{
	const char *path = checker->type->writes ? checker->type->writes(checker) : NULL;

	assert(!path || path[0] == '/');
	return path;
}

static bool checker_accepts(const struct checker *checker, const struct credentials *credentials,
			    struct error *error)
{
	unsigned int interfaces = credentials_interfaces(credentials);

	if ((interfaces & checker->interfaces) == 0) {
		error_set(error, "accepts no '%s'", credentials->type->name);
		return false;
	}
	if (credentials->username.length == 0 &&
	    (interfaces & (IANONYMOUS | IHASHED_USERNAME)) == 0) {
		error_set(error, "user name is empty");
		return false;
	}
	if (credentials->username.length > AVATAR_ID_MAX) {
		error_set(error, "user name is too long");
		return false;
	}
	return true;
}

static bool checker_knows(const struct avatar_id *avatar_id)
{
	if (avatar_id->kind == AVATAR_ID_NAMED)
		return avatar_id->length >= 1 && avatar_id->length <= AVATAR_ID_MAX;
	return avatar_id->kind == AVATAR_ID_ANONYMOUS && avatar_id->length == 0;
}

static enum verdict checker_nonsense(const struct checker *checker, const char *nonsense,
				     struct error *error)
{
	log_line(LOG_LEVEL_ERROR, "cred", "checker '%s': bug: %s", checker->type->base.name,
		 nonsense);
	error_set(error, "bug: %s", nonsense);
	return VERDICT_UNAVAILABLE;
}

/* Who it is was the checker's to say, and its memory. The next one says it again. */
static void checker_forget_name(struct credentials *credentials)
{
	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		credentials->username = OCTETS("");
}

static void checker_pass_remark_on(const struct checker *checker, const struct error *remark)
{
	if (remark->text[0] != '\0')
		log_line(LOG_LEVEL_WARNING, "cred", "checker '%s': %s", checker->type->base.name,
			 remark->text);
}

static enum verdict checker_ask(struct checker *checker, struct credentials *credentials,
				const struct caller *caller, struct avatar_id *avatar_id,
				struct error *error)
{
	enum verdict verdict =
		checker->type->request_avatar_id(checker, credentials, caller, avatar_id, error);

	checker_forget_name(credentials);
	switch (verdict) {
	case VERDICT_UNAVAILABLE:
	case VERDICT_REFUSED:
		return verdict;
	case VERDICT_GRANTED:
		checker_pass_remark_on(checker, error);
		if (checker_knows(avatar_id))
			return verdict;
		return checker_nonsense(checker, "it granted without an avatar id", error);
	case VERDICT_LATER:
		if (!caller->may_block)
			return verdict;
		return checker_nonsense(checker, "it said later where it may block", error);
	}
	return checker_nonsense(checker, "its verdict is none", error);
}

static struct verdict_tag checker_tag(struct checker *checker, struct verdict_cache *cache,
				      const struct credentials *credentials,
				      const struct caller *caller)
{
	const struct checker_type *type = checker->type;
	uint64_t generation =
		type->generation ? type->generation(checker, credentials->username, caller) : 0;

	return verdict_cache_tag(cache, checker, generation, credentials);
}

static enum verdict checker_ask_and_remember(struct checker *checker, struct verdict_cache *cache,
					     const struct verdict_tag *tag,
					     struct credentials *credentials,
					     const struct caller *caller,
					     struct avatar_id *avatar_id, struct error *error)
{
	enum verdict verdict = checker_ask(checker, credentials, caller, avatar_id, error);
	struct verdict_tag after;

	if (verdict != VERDICT_GRANTED)
		return verdict;
	/* If the data have changed meanwhile, the verdict is not about those that the tag names. */
	after = checker_tag(checker, cache, credentials, caller);
	if (memcmp(&after, tag, sizeof(after)) == 0)
		verdict_cache_remember(cache, tag, avatar_id);
	return verdict;
}

static bool checker_recall(struct verdict_cache *cache, const struct verdict_tag *tag,
			   const struct caller *caller, struct avatar_id *avatar_id)
{
	if (!verdict_cache_find(cache, tag, avatar_id))
		return false;
	verdict_cache_count_spared(cache, caller->slot);
	return true;
}

/* As many at once as ask the same are given one answer. */
static enum verdict checker_find_out(struct checker *checker, struct verdict_cache *cache,
				     const struct verdict_tag *tag, struct credentials *credentials,
				     const struct caller *caller, struct avatar_id *avatar_id,
				     struct error *error)
{
	struct flights *flights = verdict_cache_flights(cache);
	struct flight flight = {.tag = tag, .avatar_id = avatar_id, .error = error};

	if (!flights_board(flights, &flight)) {
		verdict_cache_count_spared(cache, caller->slot);
		credentials->known |= flight.known;
		return flight.verdict;
	}
	/* The one before it may have landed since the cache was asked. */
	if (checker_recall(cache, tag, caller, avatar_id)) {
		flight.verdict = VERDICT_GRANTED;
	} else {
		verdict_cache_count_asked(cache, caller->slot);
		flight.verdict = checker_ask_and_remember(checker, cache, tag, credentials, caller,
							  avatar_id, error);
	}
	flight.known = credentials->known;
	flights_land(flights, &flight);
	return flight.verdict;
}

static enum verdict checker_recall_or_ask(struct checker *checker, struct verdict_cache *cache,
					  struct credentials *credentials,
					  const struct caller *caller, struct avatar_id *avatar_id,
					  struct error *error)
{
	struct verdict_tag tag = checker_tag(checker, cache, credentials, caller);

	if (checker_recall(cache, &tag, caller, avatar_id))
		return VERDICT_GRANTED;
	if (caller->may_block)
		return checker_find_out(checker, cache, &tag, credentials, caller, avatar_id,
					error);
	return checker_ask_and_remember(checker, cache, &tag, credentials, caller, avatar_id,
					error);
}

static enum verdict checker_answer(struct checker *checker, struct verdict_cache *cache,
				   struct credentials *credentials, const struct caller *caller,
				   struct avatar_id *avatar_id, struct error *error)
{
	unsigned int common = credentials_interfaces(credentials) & checker->interfaces;

	if (!checker_accepts(checker, credentials, error))
		return VERDICT_REFUSED;
	if (checker->type->remembered && (common & IUSERNAME_PASSWORD) != 0)
		return checker_recall_or_ask(checker, cache, credentials, caller, avatar_id, error);
	return checker_ask(checker, credentials, caller, avatar_id, error);
}

enum verdict checker_request_avatar_id(struct checker *checker, struct verdict_cache *cache,
				       struct credentials *credentials, const struct caller *caller,
				       struct avatar_id *avatar_id, struct error *error)
{
	enum verdict verdict;

	assert(caller->slot < CALLER_SLOTS);
	avatar_id_set_nobody(avatar_id);
	error->text[0] = '\0';
	verdict = checker_answer(checker, cache, credentials, caller, avatar_id, error);
	if (verdict == VERDICT_GRANTED) {
		credentials->known = true;
		return verdict;
	}
	avatar_id_set_nobody(avatar_id);
	if (verdict == VERDICT_LATER)
		return verdict;
	if (error->text[0] == '\0')
		error_set(error, "it gave no reason");
	error_prefix(error, "checker '%s'", checker->type->base.name);
	return verdict;
}

bool checker_census(const struct checker *checker, struct census *census, struct error *error)
{
	return !checker->type->census || checker->type->census(checker, census, error);
}

void checker_destroy(struct checker *checker)
{
	if (!checker)
		return;
	if (checker->sharers > 0)
		checker->sharers--;
	else
		checker->type->destroy(checker);
}
