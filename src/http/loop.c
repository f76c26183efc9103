/* Runs one thread's daemons, its deadlines, and the end of them. */
#include "http/loop.h"

#include "base/clock.h"
#include "base/shelf.h"
#include "base/thread.h"
#include "cred/hash.h"
#include "http/engine.h"
#include "http/exchange.h"
#include "http/exchange_log.h"
#include "http/exchange_wait.h"
#include "http/scan.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOP_SCAN_INTERVAL 250 /* milliseconds between two looks at the deadlines */
#define LOOP_SPIN_PAUSE    1   /* milliseconds */
#define LOOP_EVENTS        16

static bool loop_watch(struct loop *loop, int descriptor, uint32_t events, uint64_t data)
{
	struct epoll_event event = {.events = events, .data.u64 = data};

	return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

/* An event says which descriptor it is about: the eventfd, the lobby, the epoll descriptor of a
 * daemon, or the socket at which connections wait for us, the last two with the number of the
 * daemon. */
#define LOOP_EVENT_WAKEUP UINT64_MAX
#define LOOP_EVENT_LOBBY  (UINT64_MAX - 1)
#define LOOP_EVENT_ACCEPT (UINT64_C(1) << 32)

static bool loop_watch_socket(struct loop *loop, size_t index)
{
	const struct listener *listener = loop->config->listeners[index];

	return listener_certificate(listener) ||
	       loop_watch(loop, listener_socket(listener, loop->slot), EPOLLIN | EPOLLEXCLUSIVE,
			  index | LOOP_EVENT_ACCEPT);
}

static bool loop_watch_daemon(struct loop *loop, size_t index)
{
	int daemon =
		MHD_get_daemon_info(loop->doors[index].daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;

	return loop_watch(loop, daemon, EPOLLIN, index) && loop_watch_socket(loop, index);
}

/* Without room or a free descriptor the socket would stay ready, and the loop would spin: it looks
 * again with the next scan. */
static void loop_accept(struct loop *loop, size_t index)
{
	const struct listener *listener = loop->config->listeners[index];
	struct door *door = &loop->doors[index];
	int socket = listener_socket(listener, loop->slot);

	if (listener_family(listener) == AF_UNIX
		    ? engine_accept_local(door->daemon, socket, loop->config->connection_limit)
		    : lobby_accept(&loop->lobby, door, socket, loop->now))
		return;
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, socket, NULL);
	loop->starved = true;
}

static void loop_accept_again(struct loop *loop)
{
	if (!loop->starved || loop->draining)
		return;
	loop->starved = false;
	for (size_t i = 0; i < loop->config->listener_count; i++) {
		/* The kernel wakes one loop for a connection: not one that would leave it there. */
		if (lobby_has_room(&loop->lobby, &loop->doors[i], loop->now))
			loop_watch_socket(loop, i);
		else
			loop->starved = true;
	}
}

/* Milliseconds until there is something to do without an event; -1: not before an event. */
static int loop_patience(struct loop *loop)
{
	int least = loop->spinning > 0 ? LOOP_SPIN_PAUSE : 0;
	/* A daemon that was full listens again only in the turn behind the one that emptied it. */
	bool scans = loop->draining || loop->starved || loop->was_used || scan_is_needed(loop);
	int patience = scans ? LOOP_SCAN_INTERVAL : -1;

	for (size_t i = 0; i < loop->config->listener_count; i++) {
		MHD_UNSIGNED_LONG_LONG wish;

		if (MHD_get_timeout(loop->doors[i].daemon, &wish) != MHD_YES)
			continue;
		if (patience < 0 || wish < (MHD_UNSIGNED_LONG_LONG)patience)
			patience = wish > LOOP_SCAN_INTERVAL ? LOOP_SCAN_INTERVAL : (int)wish;
	}
	return patience >= 0 && patience < least ? least : patience;
}

static void loop_wait(struct loop *loop)
{
	struct epoll_event events[LOOP_EVENTS];
	int count = epoll_wait(loop->epoll, events, LOOP_EVENTS, loop_patience(loop));

	loop->now = clock_monotonic_ms();
	loop->engine_event = false;
	for (int i = 0; i < count; i++) {
		uint64_t data = events[i].data.u64;
		uint64_t wakeups;

		if (data == LOOP_EVENT_WAKEUP) {
			/* Only that it happened matters; a failed read will be tried again. */
			(void)!read(loop->wakeup, &wakeups, sizeof(wakeups));
		} else if (data == LOOP_EVENT_LOBBY) {
			loop->turn++;
			lobby_call(&loop->lobby, loop->now);
		} else if (data & LOOP_EVENT_ACCEPT) {
			loop_accept(loop, data & ~LOOP_EVENT_ACCEPT);
		} else {
			loop->engine_event = true;
		}
	}
}

void loop_complete(struct attempt *attempt)
{
	struct loop *loop = attempt->loop;

	attempt->next = atomic_load(&loop->completed);
	while (!atomic_compare_exchange_weak(&loop->completed, &attempt->next, attempt))
		continue;
	loop_wake(loop);
}

/* Logins that came back from the pool: libmicrohttpd will call the handlers again. */
static void loop_resume(struct loop *loop)
{
	struct attempt *attempt = atomic_exchange(&loop->completed, NULL);

	while (attempt) {
		struct attempt *next = attempt->next;

		exchange_wait_end(attempt);
		attempt = next;
	}
}

static void loop_scan(struct loop *loop)
{
	if (loop->now < loop->next_scan)
		return;
	loop->next_scan = loop->now + LOOP_SCAN_INTERVAL;
	loop_accept_again(loop);
	scan(loop);
}

static void loop_drain(struct loop *loop)
{
	loop->draining = true;
	lobby_empty(&loop->lobby, loop->now);
	for (size_t i = 0; i < loop->config->listener_count; i++) {
		const struct listener *listener = loop->config->listeners[i];

		/* Not there is what libmicrohttpd watches. */
		epoll_ctl(loop->epoll, EPOLL_CTL_DEL, listener_socket(listener, loop->slot), NULL);
		engine_quiesce(loop->doors[i].daemon, listener, loop->slot);
	}
	for (struct connection *connection = loop->connections; connection;
	     connection = connection->next)
		connection_drain(connection);
}

/* The time to stop is over: says once whose requests will be cut. */
static void loop_report_cuts(struct loop *loop)
{
	const struct connection *oldest = NULL;
	unsigned int count = 0;

	if (!loop->draining || loop->reported || !loop_is_late(loop->config))
		return;
	loop->reported = true;
	for (const struct connection *connection = loop->connections; connection;
	     connection = connection->next) {
		if (!exchange_is_under_way(connection))
			continue;
		count++;
		if (!oldest || connection->exchange.began < oldest->exchange.began)
			oldest = connection;
	}
	if (oldest)
		exchange_log_cuts(oldest, count);
}

bool loop_is_late(const struct loop_config *config)
{
	return atomic_load(&config->stopping) &&
	       clock_monotonic_ms() >= atomic_load(&config->stop_deadline);
}

/* What the pool works on must stay until it is done with it, whatever the deadline says. */
static bool loop_has_drained(const struct loop *loop)
{
	bool gone = !loop->connections && !loop->lobby.guests.oldest;

	return loop->draining && loop->logins == 0 &&
	       (gone || loop->now >= atomic_load(&loop->config->stop_deadline));
}

static void loop_look_for_site(struct loop *loop)
{
	struct site *newest = atomic_load(&loop->config->site);

	if (loop->holds->site == newest)
		return;
	hold_adopt(loop, newest);
	sem_post(&loop->config->adopted);
}

static void loop_answer_question(struct loop *loop)
{
	unsigned int question = atomic_load(&loop->config->question);

	if (loop->answered == question)
		return;
	loop->answered = question;
	sem_post(&loop->config->alive);
}

/* Which requests there are is found out at its beginning: whoever looks during its turn sees what
 * was changed before any of them was sent. */
static void loop_run_daemons(struct loop *loop)
{
	bool needed = loop->engine_event || loop->connections || loop->was_used;

	loop->was_used = loop->connections;
	for (size_t i = 0; needed && i < loop->config->listener_count; i++) {
		loop->turn++;
		MHD_run(loop->doors[i].daemon);
	}
}

/* For who looks at the threads of a process: top -H, gdb. */
static void loop_name(const struct loop *loop)
{
	char name[16]; /* with the NUL, as long as names of threads may be */

	snprintf(name, sizeof(name), "loop %u", loop->slot);
	pthread_setname_np(pthread_self(), name);
}

static void *loop_run(void *closure)
{
	struct loop *loop = closure;

	loop_name(loop);
	while (!loop_has_drained(loop)) {
		loop_wait(loop);
		loop_look_for_site(loop);
		loop_answer_question(loop);
		loop_resume(loop);
		if (!loop->draining && atomic_load(&loop->config->stopping))
			loop_drain(loop);
		loop_run_daemons(loop);
		scan_count_guests(loop);
		loop_scan(loop);
		loop_report_cuts(loop);
	}
	for (size_t i = 0; i < loop->config->listener_count; i++) {
		MHD_stop_daemon(loop->doors[i].daemon);
		loop->doors[i].daemon = NULL;
	}
	lobby_close(&loop->lobby);
	site_let_go(loop->holds->site);
	hash_thread_end();
	atomic_fetch_add(&loop->config->ended, 1);
	return NULL;
}

static bool loop_prepare(struct loop *loop, struct error *error)
{
	bool lobby = lobby_open(&loop->lobby, loop->config->connection_limit, loop);

	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->wakeup = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (!lobby || loop->epoll < 0 || loop->wakeup < 0 ||
	    !loop_watch(loop, loop->wakeup, EPOLLIN, LOOP_EVENT_WAKEUP) ||
	    !loop_watch(loop, loop->lobby.epoll, EPOLLIN, LOOP_EVENT_LOBBY)) {
		error_set(error, "cannot make a loop: %s", strerror(errno));
		return false;
	}
	for (size_t i = 0; i < loop->config->listener_count; i++) {
		loop->doors[i].daemon = engine_start(loop, loop->config->listeners[i], error);
		if (!loop->doors[i].daemon)
			return false;
		if (!loop_watch_daemon(loop, i)) {
			error_set(error, "cannot watch '%s': %s",
				  listener_string(loop->config->listeners[i]), strerror(errno));
			return false;
		}
	}
	return true;
}

struct loop *loop_start(struct loop_config *config, unsigned int slot, struct error *error)
{
	struct loop *loop = memory_take(1, sizeof(*loop));

	loop->config = config;
	loop->slot = slot;
	loop->shelf = shelf_create();
	loop->now = clock_monotonic_ms();
	hold_adopt(loop, atomic_load(&config->site));
	loop->doors = memory_take(config->listener_count, sizeof(struct door));
	if (loop_prepare(loop, error) && thread_start(&loop->thread, loop_run, loop, error))
		return loop;
	loop_destroy(loop);
	return NULL;
}

void loop_wake(struct loop *loop)
{
	uint64_t one = 1;

	/* Fails only when there are wakeups enough. */
	(void)!write(loop->wakeup, &one, sizeof(one));
}

void loop_join(struct loop *loop)
{
	pthread_join(loop->thread, NULL);
}

void loop_destroy(struct loop *loop)
{
	for (size_t i = 0; i < loop->config->listener_count; i++) {
		if (!loop->doors[i].daemon)
			continue;
		/* A daemon that has not let go of its socket would close it. */
		engine_quiesce(loop->doors[i].daemon, loop->config->listeners[i], loop->slot);
		MHD_stop_daemon(loop->doors[i].daemon);
	}
	lobby_close(&loop->lobby);
	descriptor_close(&loop->epoll);
	descriptor_close(&loop->wakeup);
	attempt_destroy_all(loop->spare_attempts);
	shelf_destroy(loop->shelf);
	free(loop->holds);
	free(loop->doors);
	free(loop);
}
