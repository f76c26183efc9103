/* Starts the loops and the pool of a server, and ends them. */
#include "http/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/knock.h"
#include "http/loop.h"
#include "postern/child.h"
#include "postern/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define SERVER_POOL_THREADS (CHILDREN_MAX + 2) /* programs that hang leave some for the others */
#define SERVER_POOL_QUEUE   128                /* logins that wait; more are answered 503 */
#define SERVER_DESCRIPTORS  64  /* kept for programs of checkers, logs and the like */
#define SERVER_CHECKER      2   /* that a checker has open in a slot: a store, its log */
#define SERVER_CONNECTIONS  512 /* fewer than that are worth a warning */

struct server {
	struct loop_config config;
	struct loop **loops;
	unsigned int loop_count;
	enum knock *knocks; /* the last finding on each listener; KNOCK_UNANSWERED: none yet */
};

static void server_panic(void *closure, const char *file, unsigned int line, const char *reason)
{
	(void)closure;
	log_line(LOG_LEVEL_ERROR, "http", "libmicrohttpd gives up: %s:%u: %s", file, line,
		 reason ? reason : "");
	abort();
}

static void server_warn_of_few(rlim_t connections, rlim_t files)
{
	if (connections < SERVER_CONNECTIONS)
		log_line(LOG_LEVEL_WARNING, "http",
			 "only %llu connections at a time, for only %llu files may be open",
			 (unsigned long long)connections, (unsigned long long)files);
}

/* What `files` leave for connections, and for what may be opened beside them. */
static rlim_t server_descriptors_left(const struct server_config *config, rlim_t files)
{
	rlim_t taken = config->descriptors +
		       config->loops * (LOOP_DESCRIPTORS + (rlim_t)config->listener_count);

	return files > taken ? files - taken : 0;
}

/* What stores take in each slot, when somebody logs in there, and all else. */
static rlim_t server_descriptors_kept(const struct server_config *config)
{
	rlim_t slots = config->loops + SERVER_POOL_THREADS;

	return SERVER_DESCRIPTORS + config->checkers * slots * SERVER_CHECKER;
}

/* Each loop and listener has its share of the descriptors that this process may have. */
static unsigned int server_connection_limit(const struct server_config *config)
{
	unsigned int shares = config->loops * (unsigned int)config->listener_count;
	rlim_t kept = server_descriptors_kept(config);
	struct rlimit limit = {.rlim_cur = 1024};
	rlim_t left;
	rlim_t share;

	getrlimit(RLIMIT_NOFILE, &limit);
	left = server_descriptors_left(config, limit.rlim_cur);
	share = left > 2 * kept ? left - kept : left / 2;
	if (share > 1000000)
		share = 1000000;
	/* A connection may have a file open beside its socket. */
	share /= 2 * shares;
	if (share == 0)
		share = 1;
	server_warn_of_few(share * shares, limit.rlim_cur);
	return (unsigned int)share;
}

static void server_wake(struct server *server)
{
	for (unsigned int i = 0; i < server->loop_count; i++)
		loop_wake(server->loops[i]);
}

void server_replace(struct server *server, struct site *site)
{
	struct site *old = atomic_load(&server->config.site);

	site_hold(site, server->loop_count);
	atomic_store(&server->config.site, site);
	server_wake(server);
	/* Otherwise a loop could miss this site, and never let go of it. */
	for (unsigned int i = 0; i < server->loop_count; i++)
		while (sem_wait(&server->config.adopted) != 0)
			continue;
	site_let_go(old);
}

/* False when one has made no turn until `deadline`. */
static bool server_turns(struct server *server, uint64_t deadline)
{
	const struct timespec end = clock_timespec(deadline);

	/* Answers to an earlier question, which came too late. */
	while (sem_trywait(&server->config.alive) == 0)
		continue;
	atomic_fetch_add(&server->config.question, 1);
	server_wake(server);
	for (unsigned int i = 0; i < server->loop_count; i++)
		if (TEMP_FAILURE_RETRY(
			    sem_clockwait(&server->config.alive, CLOCK_MONOTONIC, &end)) != 0)
			return false;
	return true;
}

/* False when it does not answer until `deadline`. */
static bool server_answers(struct server *server, size_t index, uint64_t deadline,
			   struct error *error)
{
	const struct listener *listener = server->config.listeners[index];
	enum knock *last = &server->knocks[index];
	enum knock answer = knock(listener, (unsigned int)clock_left(deadline), error);

	if (*last == KNOCK_UNANSWERED && answer == KNOCK_OUT_OF_REACH) {
		log_line(LOG_LEVEL_INFO, "http", "%s: it will not be asked whether it answers",
			 error->text);
		*last = KNOCK_OUT_OF_REACH;
		return true;
	}
	if (answer != KNOCK_ANSWERED)
		return false;
	*last = KNOCK_ANSWERED;
	return true;
}

struct server_figures server_figures(const struct server *server, unsigned int loop)
{
	const struct loop *counted = server->loops[loop];

	return (struct server_figures){
		.requests = atomic_load(&counted->requests),
		.connections = atomic_load(&counted->connection_count) +
			       atomic_load(&counted->lobby_count),
	};
}

/* Clients that take all connections must not make the server look dead: it would be ended, and they
 * would have ended it. */
static bool server_is_full(const struct server *server)
{
	for (unsigned int i = 0; i < server->loop_count; i++)
		if (server_figures(server, i).connections >= server->config.connection_limit)
			return true;
	return false;
}

/* Whether a listener has to be asked. */
static bool server_may_answer(const struct server *server, size_t index)
{
	switch (server->knocks[index]) {
	case KNOCK_OUT_OF_REACH:
		return false;
	case KNOCK_ANSWERED:
		return !server_is_full(server);
	default:
		return true;
	}
}

bool server_is_alive(struct server *server, unsigned int timeout, struct error *error)
{
	uint64_t deadline = clock_monotonic_ms() + timeout;

	if (!server_turns(server, deadline)) {
		error_set(error, "a loop is stuck");
		return false;
	}
	for (size_t i = 0; i < server->config.listener_count; i++)
		if (server_may_answer(server, i) && !server_answers(server, i, deadline, error))
			return false;
	return true;
}

unsigned int server_loop_count(const struct server *server)
{
	return server->loop_count;
}

void server_begin_stop(struct server *server, unsigned int timeout)
{
	atomic_store(&server->config.stop_deadline, clock_monotonic_ms() + timeout);
	atomic_store(&server->config.stopping, true);
	server_wake(server);
}

bool server_has_stopped(const struct server *server)
{
	return atomic_load(&server->config.ended) == server->loop_count;
}

void server_finish(struct server *server)
{
	for (unsigned int i = 0; i < server->loop_count; i++)
		loop_join(server->loops[i]);
	pool_destroy(server->config.pool);
	for (unsigned int i = 0; i < server->loop_count; i++)
		loop_destroy(server->loops[i]);
	access_log_finish(server->config.access_log);
	outage_finish(&server->config.pool_outage);
	sem_destroy(&server->config.adopted);
	sem_destroy(&server->config.alive);
	free(server->knocks);
	free(server->loops);
	free(server);
}

static struct server *server_create(const struct server_config *config)
{
	struct server *server = memory_take(1, sizeof(*server));

	server->loops = memory_take(config->loops, sizeof(*server->loops));
	site_hold(config->site, config->loops);
	atomic_init(&server->config.site, config->site);
	outage_init(&server->config.pool_outage);
	sem_init(&server->config.adopted, 0, 0);
	sem_init(&server->config.alive, 0, 0);
	server->config.listeners = config->listeners;
	server->config.listener_count = config->listener_count;
	server->knocks = memory_take(config->listener_count, sizeof(*server->knocks));
	server->config.connection_limit = server_connection_limit(config);
	server->config.head_limit = config->head_limit;
	return server;
}

static bool server_start_loops(struct server *server, unsigned int count, struct error *error)
{
	while (server->loop_count < count) {
		struct loop *loop = loop_start(&server->config, server->loop_count, error);

		if (!loop)
			return false;
		server->loops[server->loop_count++] = loop;
	}
	return true;
}

static bool server_open_access_log(struct server *server, const struct server_config *config,
				   struct error *error)
{
	if (config->access.format == ACCESS_NONE)
		return true;
	server->config.access_log = access_log_start(&config->access, config->loops, error);
	return server->config.access_log != NULL;
}

struct server *server_start(const struct server_config *config, struct error *error)
{
	struct server *server;

	if (!head_check_fits_library()) {
		error_set(error,
			  "cannot work with libmicrohttpd %s: the check of request heads relies on "
			  "how 0.9.75 parses",
			  MHD_get_version());
		return NULL;
	}
	/* libmicrohttpd writes Date with gmtime(), which would look for the time zone each time. */
	tzset();
	MHD_set_panic_func(server_panic, NULL);
	server = server_create(config);
	server->config.pool =
		pool_create(config->loops, SERVER_POOL_THREADS, SERVER_POOL_QUEUE, error);
	if (server->config.pool && server_open_access_log(server, config, error) &&
	    server_start_loops(server, config->loops, error))
		return server;
	server_begin_stop(server, 0);
	server_finish(server);
	return NULL;
}
