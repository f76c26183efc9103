/* Answers plain requests past libmicrohttpd. */
#include "http/fast_path.h"

#include "base/figure.h"
#include "cred/source.h"
#include "http/answer_head.h"
#include "http/carried.h"
#include "http/date.h"
#include "http/exchange.h"
#include "http/kept_response.h"
#include "http/loop.h"
#include "http/plain_head.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* What the request that is served leaves behind. */
struct fast_path {
	struct connection connection;
	struct guest *guest;
	bool answered;
	bool broken; /* the connection is */
	time_t dated;
	char date[DATE_SIZE]; /* of that second */
	struct plain_head plain;
	struct answer_head head;
	char *rest; /* of the answer, that the client has not taken yet; NULL: none */
	size_t rest_length;
	size_t rest_sent;
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
	if (fast)
		free(fast->rest);
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

/* False when it is not in memory, or too long. */
static bool fast_path_find_body(const struct fast_path *fast, const struct response *response,
				struct octets *body)
{
	*body = OCTETS("");
	if (response->broken || !response_is_in_memory(response))
		return false;
	if (!answer_has_body(fast->plain.method, response->status))
		return true;
	*body = response->body_kind == RESPONSE_KEPT ? kept_response_text(response->kept)
						     : response->body;
	return body->length == response->length && body->length <= FAST_PATH_BODY_MAX;
}

/* False when there is no room for it. */
static bool fast_path_write_head(struct fast_path *fast, const struct response *response)
{
	struct answer_head *head = &fast->head;
	struct octets kept = {.data = NULL};

	answer_head_begin(head, response->status, fast_path_date(fast));
	answer_head_add_fields(head, response);
	if (response->body_kind != RESPONSE_KEPT) {
		answer_head_add_length(head, response);
		return answer_head_end(head);
	}
	kept = kept_response_fields(response->kept);
	answer_head_append(head, kept);
	return answer_head_end(head) && kept.data;
}

/* The client does not take it as fast as it asks: its request is not over yet. */
static void fast_path_keep_rest(struct fast_path *fast, const struct iovec *parts, size_t sent)
{
	size_t total = parts[0].iov_len + parts[1].iov_len;
	char *rest = memory_take(total - sent, 1);
	size_t kept = 0;

	for (int i = 0; i < 2; i++) {
		size_t gone = sent < parts[i].iov_len ? sent : parts[i].iov_len;

		memcpy(rest + kept, (char *)parts[i].iov_base + gone, parts[i].iov_len - gone);
		kept += parts[i].iov_len - gone;
		sent -= gone;
	}
	fast->rest = rest;
	fast->rest_length = kept;
}

static bool fast_path_is_full(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* What was answered is taken from the socket afterwards: so the kernel acknowledges both at once.
 */
static void fast_path_put(struct fast_path *fast, struct octets body)
{
	struct iovec parts[] = {
		{.iov_base = fast->head.text, .iov_len = fast->head.length},
		{.iov_base = (char *)body.data, .iov_len = body.length},
	};
	const struct msghdr message = {.msg_iov = parts, .msg_iovlen = body.length > 0 ? 2 : 1};
	int socket = fast->guest->socket;
	ssize_t sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
	size_t length = fast->plain.head.length;

	if (sent < 0 && fast_path_is_full())
		sent = 0;
	fast->broken = sent < 0 || recv(socket, fast->octets, length, MSG_TRUNC | MSG_DONTWAIT) !=
					   (ssize_t)length;
	if (!fast->broken && (size_t)sent < fast->head.length + body.length)
		fast_path_keep_rest(fast, parts, (size_t)sent);
}

void fast_path_send(struct connection *connection, struct response *response)
{
	struct fast_path *fast = container_of(connection, struct fast_path, connection);
	struct octets body;

	response_settle_for(response, connection->fields);
	if (!fast_path_find_body(fast, response, &body) || !fast_path_write_head(fast, response)) {
		fast->guest->carried = carried_take(connection, response);
		return;
	}
	fast_path_put(fast, body);
	fast->answered = true;
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
	if (fast->rest) {
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
	ssize_t sent = send(guest->socket, fast->rest + fast->rest_sent,
			    fast->rest_length - fast->rest_sent, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (sent < 0)
		return fast_path_is_full() ? FAST_PATH_STAYS : FAST_PATH_CLOSED;
	fast->rest_sent += (size_t)sent;
	if (fast->rest_sent == fast->rest_length)
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
	length = recv(guest->socket, fast->octets, sizeof(fast->octets), MSG_PEEK | MSG_DONTWAIT);
	if (length <= 0)
		return length < 0 && fast_path_is_full() ? FAST_PATH_STAYS : FAST_PATH_CLOSED;
	if (plain_head_read(&fast->plain, (struct octets){fast->octets, (size_t)length}))
		end = fast_path_answer(place, guest);
	fast_path_wipe(fast, guest, (size_t)length);
	return end;
}
