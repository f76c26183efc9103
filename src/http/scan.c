/* Looks after the connections of a loop, and their memory. */
#include "http/scan.h"

#include <malloc.h>

#define SCAN_LEAVES 512 /* connections that go to the lobby in one scan */
#define SCAN_TRIM   256 /* connections fewer: their memory is worth giving back */

static uint64_t scan_count(const struct loop *loop)
{
	return atomic_load_explicit(&loop->connection_count, memory_order_relaxed);
}

static bool scan_finds_fewer(const struct loop *loop)
{
	return loop->most_connections >= scan_count(loop) + SCAN_TRIM;
}

/* malloc() by itself gives back only what lies above all that is in use. */
static void scan_trim(struct loop *loop)
{
	if (scan_finds_fewer(loop)) {
		malloc_trim(0);
		loop->most_connections = 0;
	}
	if (loop->most_connections < scan_count(loop))
		loop->most_connections = scan_count(loop);
}

bool scan_is_needed(const struct loop *loop)
{
	return loop->connections || loop->lobby.guests.oldest || scan_finds_fewer(loop);
}

void scan(struct loop *loop)
{
	unsigned int leaves = 0;

	scan_trim(loop);
	for (struct connection *connection = loop->connections; connection;
	     connection = connection->next) {
		connection_enforce_deadline(connection);
		if (loop->draining)
			connection_drain(connection);
		else if (leaves < SCAN_LEAVES)
			leaves += connection_leave(connection);
	}
	lobby_look(&loop->lobby, loop->now);
}

void scan_count_guests(struct loop *loop)
{
	atomic_store_explicit(&loop->lobby_count, loop->lobby.guests.count, memory_order_relaxed);
}
