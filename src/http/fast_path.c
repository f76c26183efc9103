/* Answers plain requests past libmicrohttpd. */
#include "http/fast_path.h"

#include "base/figure.h"
#include "cred/source.h"
#include "http/answer_text.h"
#include "http/carried.h"
#include "http/date.h"
#include "http/exchange.h"
#include "http/kept_response.h"
#include "http/loop.h"
#include "http/plain_head.h"
#include "http/wire.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

/* What the request that is served leaves behind. */
struct fast_path {
	struct connection connection;
	struct guest *guest;
	bool answered;
	bool broken; /* the connection is */
	time_t dated;
	char date[DATE_SIZE]; /* of that second */
	struct plain_head plain;
	struct answer_text answer;
	size_t sent; /* bytes of it */
	char octets[PLAIN_HEAD_MAX];
};

struct fast_path *fast_path_create(struct loop *loop)
{
	struct fast_path *fast = memory_take(1, sizeof(*fast));

	fast->connection.loop = loop;
	return fast;
}

void fast_path_destroy(struct fast_path *fast)
{
	free(fast);
}

static const char *fast_path_date(struct fast_path *fast)
{
	time_t now = time(NULL);

	if (fast->dated != now) {
		fast->dated = now;
		date_write(now, fast->date);
	}
	return fast->date;
}

/* False when it is not in memory, or not all of it. */
static bool fast_path_find_body(const struct fast_path *fast, const struct response *response,
				struct octets *body)
{
	*body = OCTETS("");
	if (response->broken || !response_is_in_memory(response))
		return false;
	if (!answer_has_body(fast->plain.method, response->status) || response->length == 0)
		return true;
	*body = response->body_kind == RESPONSE_KEPT ? kept_response_text(response->kept)
						     : response->body;
	return body->length == response->length;
}

static void fast_path_write_kept(struct answer_text *answer, struct kept_response *kept)
{
	struct octets fields = kept_response_fields(kept);

	if (fields.data)
		answer_text_append(answer, fields);
	else
		answer->full = true;
}

/* False when it is too long, or not in memory. */
static bool fast_path_write(struct fast_path *fast, const struct response *response)
{
	struct answer_text *answer = &fast->answer;
	struct octets body;

	if (!fast_path_find_body(fast, response, &body))
		return false;
	answer_text_begin(answer, response->status, fast_path_date(fast));
	answer_text_add_fields(answer, response);
	if (response->body_kind == RESPONSE_KEPT)
		fast_path_write_kept(answer, response->kept);
	else
		answer_text_add_length(answer, response);
	answer_text_end_head(answer);
	answer_text_append(answer, body);
	return !answer->full;
}

/* False when the connection is broken. */
static bool fast_path_push(struct fast_path *fast)
{
	const struct octets answer = {.data = fast->answer.text, .length = fast->answer.length};
	ssize_t sent = wire_send(fast->guest->socket, octets_skip(answer, fast->sent));

	if (sent > 0)
		fast->sent += (size_t)sent;
	return sent >= 0 || wire_is_busy(errno);
}

/* The client may not take it as fast as it asks. */
static bool fast_path_has_rest(const struct fast_path *fast)
{
	return fast->sent < fast->answer.length;
}

/* What was answered is taken from the socket afterwards: so the kernel acknowledges both at once.
 */
static bool fast_path_put(struct fast_path *fast)
{
	size_t length = fast->plain.head.length;

	fast->sent = 0;
	return fast_path_push(fast) &&
	       wire_discard(fast->guest->socket, fast->octets, length) == (ssize_t)length;
}

void fast_path_send(struct connection *connection, struct response *response)
{
	struct fast_path *fast = container_of(connection, struct fast_path, connection);

	response_settle_for(response, connection->fields);
	if (!fast_path_write(fast, response)) {
		fast->guest->carried = carried_take(connection, response);
		return;
	}
	fast->answered = true;
	fast->broken = !fast_path_put(fast);
	response_give_to_keep(response);
	response_finish(response);
}

static void fast_path_meet(struct fast_path *fast, struct guest *guest)
{
	struct connection *connection = &fast->connection;

	fast->guest = guest;
	fast->answered = false;
	fast->broken = false;
	connection->socket = guest->socket;
	connection->consumed = guest->consumed;
	connection->fields.list = fast->plain.fields;
	connection->fields.count = fast->plain.field_count;
	source_address((struct sockaddr *)&guest->address, &connection->peer);
}

static enum fast_path_end fast_path_answer(struct fast_path **place, struct guest *guest)
{
	struct fast_path *fast = *place;
	struct connection *connection = &fast->connection;

	fast_path_meet(fast, guest);
	exchange_serve(connection, &fast->plain);
	if (!fast->answered) {
		if (connection->exchange.attempt)
			guest->carried = carried_take(connection, NULL);
		exchange_let_go(connection);
		return FAST_PATH_PASSED;
	}
	figure_add(&connection->loop->requests, 1);
	if (!fast->broken && fast_path_has_rest(fast)) {
		guest->answering = fast;
		*place = fast_path_create(connection->loop);
		return FAST_PATH_SERVED;
	}
	exchange_close(connection, !fast->broken);
	guest->consumed = connection->consumed;
	return fast->broken ? FAST_PATH_CLOSED : FAST_PATH_SERVED;
}

void fast_path_finish(struct guest *guest, bool complete)
{
	struct fast_path *fast = guest->answering;

	if (!fast)
		return;
	guest->answering = NULL;
	exchange_close(&fast->connection, complete);
	guest->consumed = fast->connection.consumed;
	fast_path_destroy(fast);
}

static enum fast_path_end fast_path_send_rest(struct guest *guest)
{
	struct fast_path *fast = guest->answering;
	size_t before = fast->sent;

	if (!fast_path_push(fast))
		return FAST_PATH_CLOSED;
	if (fast->sent == before)
		return FAST_PATH_STAYS;
	if (!fast_path_has_rest(fast))
		fast_path_finish(guest, true);
	return FAST_PATH_SERVED;
}

/* What was looked at may hold passwords, behind the head, too. That itself is needed until the
 * request is over, which wipes it. */
static void fast_path_wipe(struct fast_path *fast, const struct guest *guest, size_t length)
{
	size_t needed = guest->answering ? fast->plain.head.length : 0;

	secret_wipe(fast->octets + needed, length - needed);
}

enum fast_path_end fast_path_serve(struct fast_path **place, struct guest *guest)
{
	struct fast_path *fast = *place;
	enum fast_path_end end = FAST_PATH_PASSED;
	ssize_t length;

	if (guest->answering)
		return fast_path_send_rest(guest);
	length = wire_look(guest->socket, fast->octets, sizeof(fast->octets));
	if (length <= 0)
		return length < 0 && wire_is_busy(errno) ? FAST_PATH_STAYS : FAST_PATH_CLOSED;
	if (plain_head_read(&fast->plain, (struct octets){fast->octets, (size_t)length}))
		end = fast_path_answer(place, guest);
	fast_path_wipe(fast, guest, (size_t)length);
	return end;
}
