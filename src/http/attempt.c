/* Runs one login, on the loop or in the pool. */
#include "http/attempt.h"

#include "http/authorization.h"
#include "http/head.h"
#include "http/loop.h"
#include "postern/container.h"
#include "postern/memory.h"

#include <assert.h>
#include <stdlib.h>

static_assert(AUTHORIZATION_LENGTH_MAX + HEAD_METHOD_MAX <= ATTEMPT_MEMORY_SIZE / 2,
	      "as the header says");

struct attempt *attempt_take(struct loop *loop)
{
	struct attempt *attempt = loop->spare_attempts;

	if (attempt) {
		loop->spare_attempts = attempt->next;
		loop->spare_count--;
		return attempt;
	}
	attempt = memory_take(1, sizeof(*attempt));
	attempt->loop = loop;
	attempt->arena = (struct arena){.memory = attempt->memory, .size = ATTEMPT_MEMORY_SIZE};
	return attempt;
}

struct octets attempt_keep(struct attempt *attempt, struct octets octets)
{
	char *copy;

	if (!octets.data)
		return octets;
	copy = arena_take(&attempt->arena, octets.length);
	assert(copy);
	memcpy(copy, octets.data, octets.length);
	return (struct octets){copy, octets.length};
}

void attempt_give_back(struct attempt *attempt)
{
	struct loop *loop = attempt->loop;

	arena_wipe(&attempt->arena);
	body_hash_finish(&attempt->body_hash);
	attempt->credentials = NULL;
	attempt->throttle = NULL;
	attempt->wait = 0;
	attempt->login.avatar = NULL;
	avatar_id_set_nobody(&attempt->login.avatar_id);
	/* Clients that hold many at a time must not make the loop keep them for ever. */
	if (loop->spare_count == ATTEMPT_SPARES) {
		free(attempt);
		return;
	}
	attempt->next = loop->spare_attempts;
	loop->spare_attempts = attempt;
	loop->spare_count++;
}

/* Outages and spent challenges are nobody's guesses. But what one checker refuses is one, although
 * another cannot tell: or who keeps that one busy could guess for ever. Only of Basic: a client
 * that waits for the end of the outage then comes with the same answer, which counts once. By
 * Digest it comes with an answer to another nonce each time: whom only the other checker knows
 * would be closed out by waiting, for nothing that was wrong. */
static bool attempt_was_guess(const struct attempt *attempt)
{
	if (attempt->outcome == LOGIN_UNAVAILABLE)
		return attempt->login.refused &&
		       (credentials_interfaces(attempt->credentials) & IUSERNAME_PASSWORD);
	return attempt->outcome == LOGIN_REFUSED && !attempt->credentials->stale;
}

static void attempt_tell_throttle(struct attempt *attempt)
{
	if (attempt->outcome == LOGIN_GRANTED || attempt->outcome == LOGIN_DENIED)
		attempt->news = throttle_grant(attempt->throttle, &attempt->guess);
	else if (!attempt->exempt && attempt_was_guess(attempt))
		attempt->wait = throttle_refuse(attempt->throttle, &attempt->guess);
}

/* In the pool as on the loop: what failed while this one waited counts, too. */
static void attempt_ask(struct attempt *attempt, const struct caller *caller)
{
	/* Nobody guesses who is anonymous. */
	bool named = attempt->throttle && attempt->guess.username.length > 0;

	attempt->news = false;
	attempt->wait = 0;
	if (named && !attempt->exempt)
		attempt->wait = throttle_wait(attempt->throttle, &attempt->guess, &attempt->news);
	if (attempt->wait > 0) {
		attempt->outcome = LOGIN_THROTTLED;
		return;
	}
	attempt->outcome = portal_login(attempt->portal, attempt->credentials, caller,
					&attempt->login, &attempt->error);
	attempt->news = attempt->login.news;
	if (named)
		attempt_tell_throttle(attempt);
}

void attempt_login(struct attempt *attempt)
{
	struct caller caller = {
		.slot = attempt->loop->slot,
		.may_block = false,
		.turn = attempt->loop->turn,
	};

	attempt_ask(attempt, &caller);
}

/* Without an answer of anybody. */
static void attempt_fail(struct attempt *attempt, const char *reason)
{
	attempt->outcome = LOGIN_UNAVAILABLE;
	attempt->news = true;
	attempt->wait = 0;
	error_set(&attempt->error, "%s", reason);
}

/* A client can have that as often as it likes: it is not a line in the log each time. */
static void attempt_fail_by_pool(struct attempt *attempt, const char *reason)
{
	attempt_fail(attempt, reason);
	attempt->news = outage_note(&attempt->loop->config->pool_outage, &attempt->error);
}

void attempt_fail_late(struct attempt *attempt)
{
	attempt_fail_by_pool(attempt, "the login took too long");
}

static void attempt_run_in_time(struct attempt *attempt, const struct caller *caller)
{
	attempt_ask(attempt, caller);
	if (!atomic_load(&attempt->settled))
		outage_end(&attempt->loop->config->pool_outage);
}

static void attempt_run(struct pool_job *job, const struct caller *caller)
{
	struct attempt *attempt = container_of(job, struct attempt, job);

	if (loop_is_late(attempt->loop->config))
		attempt_fail(attempt, "the server stops");
	else if (!atomic_load(&attempt->settled))
		attempt_run_in_time(attempt, caller);
	loop_complete(attempt);
}

static void attempt_find_no_room(struct attempt *attempt)
{
	attempt_fail_by_pool(attempt, "too many logins wait");
}

bool attempt_settle(struct attempt *attempt)
{
	return !atomic_exchange(&attempt->settled, true);
}

static void attempt_drop(struct pool_job *job)
{
	struct attempt *attempt = container_of(job, struct attempt, job);

	if (attempt_settle(attempt))
		attempt_find_no_room(attempt);
	loop_complete(attempt);
}

bool attempt_login_later(struct attempt *attempt)
{
	atomic_store(&attempt->settled, false);
	attempt->job = (struct pool_job){
		.run = attempt_run,
		.drop = attempt_drop,
		.source = attempt->guess.source,
	};
	if (pool_submit(attempt->loop->config->pool, &attempt->job))
		return true;
	attempt_find_no_room(attempt);
	return false;
}

void attempt_destroy_all(struct attempt *list)
{
	while (list) {
		struct attempt *next = list->next;

		free(list);
		list = next;
	}
}
