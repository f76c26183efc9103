/* Asks the checkers who you are, one after the other, whether you may, and the realm what you get.
 */
#include "cred/portal.h"

#include "cred/outage.h"
#include "postern/container.h"
#include "postern/memory.h"

#include <assert.h>
#include <stdlib.h>

struct portal {
	struct checker **checkers; /* in the order in which they are asked */
	size_t checker_count;
	struct requirement *requirement; /* NULL: none */
	struct realm *realm;
	struct verdict_cache *cache; /* borrowed */
	struct outage outages[];     /* of the checkers in their order, and of the realm */
};

/* Hears a login for the log. */
struct portal_watch {
	struct portal_witness base;
	struct portal *portal;
	struct error *reasons; /* at the places of the outages, or empty; NULL: all could tell */
};

struct portal *portal_create(struct checker **checkers, size_t checker_count, struct realm *realm,
			     struct verdict_cache *cache)
{
	struct portal *portal =
		memory_take(1, sizeof(*portal) + (checker_count + 1) * sizeof(portal->outages[0]));

	assert(realm && cache);
	*portal = (struct portal){
		.checkers = checkers,
		.checker_count = checker_count,
		.realm = realm,
		.cache = cache,
	};
	for (size_t i = 0; i <= checker_count; i++)
		outage_init(&portal->outages[i]);
	return portal;
}

void portal_require(struct portal *portal, struct requirement *requirement)
{
	assert(!portal->requirement);
	portal->requirement = requirement;
}

void portal_only_read(struct portal *portal)
{
	for (size_t i = 0; i < portal->checker_count; i++)
		portal->checkers[i]->only_reads = true;
	portal->realm->only_reads = true;
}

bool portal_start(struct portal *portal, const char *root, struct commons *commons,
		  struct error *error)
{
	for (size_t i = 0; i < portal->checker_count; i++) {
		if (!checker_start(portal->checkers[i], root, error))
			return false;
	}
	return realm_start(portal->realm, root, commons, error);
}

static void portal_tell(struct portal_witness *witness, const struct checker *checker,
			enum verdict verdict, const struct login *login, const struct error *reason)
{
	if (witness)
		witness->hear(witness, checker, verdict, &login->avatar_id, reason);
}

static enum login_outcome portal_enter(struct portal *portal, struct portal_witness *witness,
				       struct login *login, struct error *error)
{
	enum verdict verdict;

	if (portal->requirement &&
	    !requirement_check(portal->requirement, &login->avatar_id, error)) {
		error_prefix(error, "require");
		portal_tell(witness, NULL, VERDICT_REFUSED, login, error);
		return LOGIN_DENIED;
	}
	verdict = realm_request_avatar(portal->realm, &login->avatar_id, &login->avatar, error);
	portal_tell(witness, NULL, verdict, login, error);
	switch (verdict) {
	case VERDICT_GRANTED:
		return LOGIN_GRANTED;
	case VERDICT_REFUSED:
		return LOGIN_DENIED;
	default:
		return LOGIN_UNAVAILABLE;
	}
}

static void portal_add_reason(struct error *error, const struct error *reason)
{
	if (error->text[0] == '\0')
		*error = *reason;
	else
		error_set(error, "%s; %s", error->text, reason->text);
}

/* Of its outage: the realm's, if it is no checker. */
static size_t portal_place(const struct portal *portal, const struct checker *checker)
{
	size_t place = 0;

	while (place < portal->checker_count && portal->checkers[place] != checker)
		place++;
	return place;
}

static void portal_watch_hear(struct portal_witness *witness, const struct checker *checker,
			      enum verdict verdict, const struct avatar_id *avatar_id,
			      const struct error *reason)
{
	struct portal_watch *watch = container_of(witness, struct portal_watch, base);
	struct portal *portal = watch->portal;
	size_t place = portal_place(portal, checker);

	(void)avatar_id;
	if (verdict == VERDICT_GRANTED)
		outage_end(&portal->outages[place]);
	if (verdict != VERDICT_UNAVAILABLE)
		return;
	if (!watch->reasons)
		watch->reasons = memory_take(portal->checker_count + 1, sizeof(*watch->reasons));
	watch->reasons[place] = *reason;
}

/* True when the log has a line of it. */
static bool portal_watch_note(const struct portal_watch *watch)
{
	bool news = false;

	for (size_t i = 0; watch->reasons && i <= watch->portal->checker_count; i++) {
		if (watch->reasons[i].text[0] != '\0')
			news |= outage_note(&watch->portal->outages[i], &watch->reasons[i]);
	}
	return news;
}

enum login_outcome portal_login(struct portal *portal, struct credentials *credentials,
				const struct caller *caller, struct login *login,
				struct error *error)
{
	struct portal_watch watch = {.base.hear = portal_watch_hear, .portal = portal};
	enum login_outcome outcome =
		portal_login_before(portal, credentials, caller, &watch.base, login, error);

	/* What is done again, whole, would meet every outage twice. */
	login->news = outcome != LOGIN_LATER && portal_watch_note(&watch);
	free(watch.reasons);
	return outcome;
}

enum login_outcome portal_login_before(struct portal *portal, struct credentials *credentials,
				       const struct caller *caller, struct portal_witness *witness,
				       struct login *login, struct error *error)
{
	unsigned int interfaces = credentials_interfaces(credentials);
	bool unavailable = false;
	bool refused = false;
	struct error reason;

	login->avatar = NULL;
	login->refused = false;
	avatar_id_set_nobody(&login->avatar_id);
	error->text[0] = '\0';
	credentials->known = false;
	for (size_t i = 0; i < portal->checker_count; i++) {
		struct checker *checker = portal->checkers[i];
		enum verdict verdict;

		if ((checker->interfaces & interfaces) == 0)
			continue;
		verdict = checker_request_avatar_id(checker, portal->cache, credentials, caller,
						    &login->avatar_id, &reason);
		portal_tell(witness, checker, verdict, login, &reason);
		if (verdict == VERDICT_GRANTED)
			return portal_enter(portal, witness, login, error);
		if (verdict == VERDICT_LATER)
			return LOGIN_LATER;
		/* A checker that could not tell may have had the right password: a refusal by the
		 * others is no answer. */
		if (verdict == VERDICT_UNAVAILABLE)
			unavailable = true;
		else
			refused = true;
		portal_add_reason(error, &reason);
	}
	login->refused = refused;
	if (error->text[0] == '\0')
		error_set(error, "no checker accepts '%s'", credentials->type->name);
	return unavailable ? LOGIN_UNAVAILABLE : LOGIN_REFUSED;
}

void login_end(struct login *login)
{
	if (!login->avatar)
		return;
	avatar_logout(login->avatar);
	login->avatar = NULL;
}

unsigned int portal_interfaces(const struct portal *portal)
{
	unsigned int interfaces = 0;

	for (size_t i = 0; i < portal->checker_count; i++)
		interfaces |= portal->checkers[i]->interfaces;
	return interfaces;
}

size_t portal_checker_count(const struct portal *portal)
{
	return portal->checker_count;
}

const struct checker *portal_checker(const struct portal *portal, size_t index)
{
	assert(index < portal->checker_count);
	return portal->checkers[index];
}

const struct realm *portal_realm(const struct portal *portal)
{
	return portal->realm;
}

void portal_destroy(struct portal *portal)
{
	if (!portal)
		return;
	for (size_t i = 0; i < portal->checker_count; i++)
		checker_destroy(portal->checkers[i]);
	for (size_t i = 0; i <= portal->checker_count; i++)
		outage_finish(&portal->outages[i]);
	free(portal->checkers);
	requirement_destroy(portal->requirement);
	realm_destroy(portal->realm);
	free(portal);
}
