/* Asks a checker about one login: believes no nonsense, and remembers what took a slow hash. */
#include "base/log.h"
#include "cred/checker.h"
#include "cred/flights.h"

#include <assert.h>

/* What is asked, and where the answer goes. */
struct inquiry {
	struct checker *checker;
	struct verdict_cache *cache;
	struct credentials *credentials;
	const struct caller *caller;
	struct avatar_id *avatar_id;
	struct error *error;
};

static bool inquiry_is_acceptable(const struct inquiry *inquiry)
{
	const struct credentials *credentials = inquiry->credentials;
	unsigned int interfaces = credentials_interfaces(credentials);

	if ((interfaces & inquiry->checker->interfaces) == 0)
		error_set(inquiry->error, "accepts no '%s'", credentials->type->name);
	else if (credentials->username.length == 0 &&
		 (interfaces & (IANONYMOUS | IHASHED_USERNAME)) == 0)
		error_set(inquiry->error, "user name is empty");
	else if (credentials->username.length > AVATAR_ID_MAX)
		error_set(inquiry->error, "user name is too long");
	else
		return true;
	return false;
}

static bool inquiry_has_avatar_id(const struct inquiry *inquiry)
{
	const struct avatar_id *avatar_id = inquiry->avatar_id;

	if (avatar_id->kind == AVATAR_ID_NAMED)
		return avatar_id->length >= 1 && avatar_id->length <= AVATAR_ID_MAX;
	return avatar_id->kind == AVATAR_ID_ANONYMOUS && avatar_id->length == 0;
}

static enum verdict inquiry_meets_nonsense(const struct inquiry *inquiry, const char *nonsense)
{
	log_line(LOG_LEVEL_ERROR, "cred", "checker '%s': bug: %s",
		 inquiry->checker->type->base.name, nonsense);
	error_set(inquiry->error, "bug: %s", nonsense);
	return VERDICT_UNAVAILABLE;
}

/* Who it is was the checker's to say, and its memory. The next one says it again. */
static void inquiry_forget_name(struct credentials *credentials)
{
	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		credentials->username = OCTETS("");
}

static void inquiry_pass_remark_on(const struct inquiry *inquiry)
{
	const char *remark = inquiry->error->text;

	if (remark[0] != '\0')
		log_line(LOG_LEVEL_WARNING, "cred", "checker '%s': %s",
			 inquiry->checker->type->base.name, remark);
}

static enum verdict inquiry_ask(const struct inquiry *inquiry)
{
	enum verdict verdict = inquiry->checker->type->request_avatar_id(
		inquiry->checker, inquiry->credentials, inquiry->caller, inquiry->avatar_id,
		inquiry->error);

	inquiry_forget_name(inquiry->credentials);
	switch (verdict) {
	case VERDICT_UNAVAILABLE:
	case VERDICT_REFUSED:
		return verdict;
	case VERDICT_GRANTED:
		inquiry_pass_remark_on(inquiry);
		if (inquiry_has_avatar_id(inquiry))
			return verdict;
		return inquiry_meets_nonsense(inquiry, "it granted without an avatar id");
	case VERDICT_LATER:
		if (!inquiry->caller->may_block)
			return verdict;
		return inquiry_meets_nonsense(inquiry, "it said later where it may block");
	}
	return inquiry_meets_nonsense(inquiry, "its verdict is none");
}

static struct verdict_tag inquiry_tag(const struct inquiry *inquiry)
{
	const struct checker_type *type = inquiry->checker->type;
	uint64_t generation = 0;

	if (type->generation)
		generation = type->generation(inquiry->checker, inquiry->credentials->username,
					      inquiry->caller);
	return verdict_cache_tag(inquiry->cache, inquiry->checker, generation,
				 inquiry->credentials);
}

static enum verdict inquiry_ask_and_remember(const struct inquiry *inquiry,
					     const struct verdict_tag *tag)
{
	enum verdict verdict = inquiry_ask(inquiry);
	struct verdict_tag after;

	if (verdict != VERDICT_GRANTED)
		return verdict;
	/* If the data have changed meanwhile, the verdict is not about those that the tag names. */
	after = inquiry_tag(inquiry);
	if (memcmp(&after, tag, sizeof(after)) == 0)
		verdict_cache_remember(inquiry->cache, tag, inquiry->avatar_id);
	return verdict;
}

static bool inquiry_recall(const struct inquiry *inquiry, const struct verdict_tag *tag)
{
	if (!verdict_cache_find(inquiry->cache, tag, inquiry->avatar_id))
		return false;
	verdict_cache_count_spared(inquiry->cache, inquiry->caller->slot);
	return true;
}

/* As many at once as ask the same are given one answer. */
static enum verdict inquiry_find_out(const struct inquiry *inquiry, const struct verdict_tag *tag)
{
	struct flights *flights = verdict_cache_flights(inquiry->cache);
	struct flight flight = {
		.tag = tag,
		.avatar_id = inquiry->avatar_id,
		.error = inquiry->error,
	};

	if (!flights_board(flights, &flight)) {
		verdict_cache_count_spared(inquiry->cache, inquiry->caller->slot);
		inquiry->credentials->known |= flight.known;
		return flight.verdict;
	}
	/* The one before it may have landed since the cache was asked. */
	if (inquiry_recall(inquiry, tag)) {
		flight.verdict = VERDICT_GRANTED;
	} else {
		verdict_cache_count_asked(inquiry->cache, inquiry->caller->slot);
		flight.verdict = inquiry_ask_and_remember(inquiry, tag);
	}
	flight.known = inquiry->credentials->known;
	flights_land(flights, &flight);
	return flight.verdict;
}

static enum verdict inquiry_recall_or_ask(const struct inquiry *inquiry)
{
	struct verdict_tag tag = inquiry_tag(inquiry);

	if (inquiry_recall(inquiry, &tag))
		return VERDICT_GRANTED;
	if (inquiry->caller->may_block)
		return inquiry_find_out(inquiry, &tag);
	return inquiry_ask_and_remember(inquiry, &tag);
}

static enum verdict inquiry_answer(const struct inquiry *inquiry)
{
	const struct checker *checker = inquiry->checker;
	unsigned int common = credentials_interfaces(inquiry->credentials) & checker->interfaces;

	if (!inquiry_is_acceptable(inquiry))
		return VERDICT_REFUSED;
	if (checker->type->remembered && (common & IUSERNAME_PASSWORD) != 0)
		return inquiry_recall_or_ask(inquiry);
	return inquiry_ask(inquiry);
}

enum verdict checker_request_avatar_id(struct checker *checker, struct verdict_cache *cache,
				       struct credentials *credentials, const struct caller *caller,
				       struct avatar_id *avatar_id, struct error *error)
{
	const struct inquiry inquiry = {
		.checker = checker,
		.cache = cache,
		.credentials = credentials,
		.caller = caller,
		.avatar_id = avatar_id,
		.error = error,
	};
	enum verdict verdict;

	assert(caller->slot < CALLER_SLOTS);
	avatar_id_set_nobody(avatar_id);
	error->text[0] = '\0';
	verdict = inquiry_answer(&inquiry);
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
