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

/* One request. What is used of it stands close together: there are many of them. */
struct fast_path {
	struct connection connection;
	struct guest *guest;
	enum fast_path_end end; /* what it has come to so far */
	struct plain_head plain;
	size_t length; /* bytes that have come */
	size_t sent;   /* bytes of the answer */
	char octets[PLAIN_HEAD_MAX];
	struct answer_text answer;
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

void fast_path_look(struct fast_path *fast, struct guest *guest)
{
	ssize_t length = wire_look(guest->socket, fast->octets, sizeof(fast->octets));

	fast->guest = guest;
	fast->length = length > 0 ? (size_t)length : 0;
	if (length > 0)
		fast->end = FAST_PATH_PASSED;
	else
		fast->end = length < 0 && wire_is_busy(errno) ? FAST_PATH_STAYS : FAST_PATH_CLOSED;
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
static bool fast_path_try(struct fast_path *fast, const struct response *response)
{
	struct answer_text *answer = &fast->answer;
	struct octets body;

	if (!fast_path_find_body(fast, response, &body))
		return false;
	answer_text_begin(answer, response->status, date_now(&fast->connection.loop->date));
	answer_text_add_fields(answer, response);
	if (response->body_kind == RESPONSE_KEPT)
		fast_path_write_kept(answer, response->kept);
	else
		answer_text_add_length(answer, response);
	answer_text_end_head(answer);
	answer_text_append(answer, body);
	return !answer->full;
}

void fast_path_write(struct connection *connection, struct response *response)
{
	struct fast_path *fast = container_of(connection, struct fast_path, connection);

	response_settle_for(response, connection->fields);
	if (!fast_path_try(fast, response)) {
		fast->guest->carried = carried_take(connection, response);
		return;
	}
	fast->end = FAST_PATH_SERVED;
	response_give_to_keep(response);
	response_finish(response);
}

static void fast_path_meet(struct fast_path *fast)
{
	struct connection *connection = &fast->connection;
	const struct guest *guest = fast->guest;

	connection->socket = guest->socket;
	connection->consumed = guest->consumed;
	connection->fields.list = fast->plain.fields;
	connection->fields.count = fast->plain.field_count;
	source_address((const struct sockaddr *)&guest->address, &connection->peer);
}

void fast_path_answer(struct fast_path *fast)
{
	struct connection *connection = &fast->connection;

	if (!plain_head_read(&fast->plain, (struct octets){fast->octets, fast->length}))
		return;
	fast_path_meet(fast);
	exchange_serve(connection, &fast->plain);
	if (fast->end == FAST_PATH_SERVED) {
		figure_add(&connection->loop->requests, 1);
		return;
	}
	if (connection->exchange.attempt)
		fast->guest->carried = carried_take(connection, NULL);
	exchange_let_go(connection);
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

/* What was answered is taken from the socket behind it: so the kernel acknowledges both at once. */
static bool fast_path_put(struct fast_path *fast)
{
	size_t length = fast->plain.head.length;

	fast->sent = 0;
	return fast_path_push(fast) &&
	       wire_discard(fast->guest->socket, fast->octets, length) == (ssize_t)length;
}

/* The client may not take it as fast as it asks. */
static bool fast_path_has_rest(const struct fast_path *fast)
{
	return fast->sent < fast->answer.length;
}

static void fast_path_close(struct fast_path *fast, bool complete)
{
	exchange_close(&fast->connection, complete);
	fast->guest->consumed = fast->connection.consumed;
}

/* What was looked at may hold passwords, behind the head, too. That itself is needed until the
 * request is over, which wipes it. */
static void fast_path_wipe(struct fast_path *fast)
{
	size_t needed = fast->guest->answering ? fast->plain.head.length : 0;

	secret_wipe(fast->octets + needed, fast->length - needed);
}

/* The guest keeps the request when there is a rest of the answer. */
static void fast_path_conclude(struct fast_path **place)
{
	struct fast_path *fast = *place;

	if (!fast_path_put(fast)) {
		fast->end = FAST_PATH_CLOSED;
		fast_path_close(fast, false);
	} else if (fast_path_has_rest(fast)) {
		fast->guest->answering = fast;
		*place = NULL;
	} else {
		fast_path_close(fast, true);
	}
}

enum fast_path_end fast_path_deliver(struct fast_path **place)
{
	struct fast_path *fast = *place;

	if (fast->end == FAST_PATH_SERVED)
		fast_path_conclude(place);
	fast_path_wipe(fast);
	return fast->end;
}

void fast_path_finish(struct guest *guest, bool complete)
{
	struct fast_path *fast = guest->answering;

	if (!fast)
		return;
	guest->answering = NULL;
	fast_path_close(fast, complete);
	fast_path_destroy(fast);
}

enum fast_path_end fast_path_send_rest(struct guest *guest)
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
