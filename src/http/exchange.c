/* Takes one request from its head to its answer. */
#include "http/exchange.h"

#include "base/figure.h"
#include "cred/source.h"
#include "http/attempt.h"
#include "http/carried.h"
#include "http/client.h"
#include "http/exchange_access.h"
#include "http/exchange_log.h"
#include "http/exchange_reply.h"
#include "http/exchange_wait.h"
#include "http/fast_path.h"
#include "http/login_log.h"
#include "http/loop.h"
#include "http/request.h"
#include "http/response.h"
#include "postern/secret.h"

/* Nothing that is served takes a body. A small one is read so that the connection can live on, and
 * because a login may cover it. */
#define EXCHANGE_BODY_MAX (64 * 1024)

static void exchange_clear(struct connection *connection, struct octets target)
{
	struct exchange *exchange = &connection->exchange;

	/* All but the bytes of the avatar id, which have no meaning. */
	memset(exchange, 0, offsetof(struct exchange, login));
	exchange->login.avatar = NULL;
	avatar_id_set_nobody(&exchange->login.avatar_id);
	exchange->target = target;
	exchange->began = connection->loop->now;
}

void exchange_open(struct connection *connection, const char *target)
{
	struct exchange *exchange = &connection->exchange;

	exchange_clear(connection, octets_from(target));
	/* libmicrohttpd would split the query, in memory that the answer may need; with more
	 * arguments than fit it hangs. It finds an empty query instead, until
	 * exchange_restore_query(). */
	exchange->question = target ? strchr(target, '?') : NULL;
	if (exchange->question) {
		exchange->query_byte = exchange->question[1];
		exchange->question[1] = '\0';
	}
	head_begin(connection->mhd);
	/* That is how we ask ourselves (http/knock.h). */
	if (!octets_equal(exchange->target, OCTETS("*")))
		figure_add(&connection->loop->requests, 1);
	connection_enter(connection, CONNECTION_HEAD);
}

static void exchange_restore_query(struct exchange *exchange)
{
	if (!exchange->question)
		return;
	exchange->question[0] = '?';
	exchange->question[1] = exchange->query_byte;
}

static enum MHD_Result exchange_send(struct connection *connection, struct response *response)
{
	/* The end of a chunked body is not to be trusted: 0.9.75 takes bare LF and odd trailers. */
	bool close_connection = connection->exchange.head.chunked || connection->loop->draining;
	enum MHD_Result queued = MHD_YES;

	connection_enter(connection, CONNECTION_ANSWER);
	connection->exchange.turn = connection->loop->turn;
	connection->exchange.from_memory = response_is_in_memory(response);
	if (connection->mhd)
		queued = response_queue(response, connection->mhd, close_connection);
	else
		fast_path_write(connection, response);
	connection->exchange.status = response->status;
	connection->exchange.sent = response->length;
	sent_file_begin(&connection->exchange.file, response->descriptor,
			response->offset + response->length);
	return queued;
}

static enum MHD_Result exchange_fail(struct connection *connection, unsigned int status)
{
	struct response response;

	response_init(&response);
	response_fail(&response, status);
	return exchange_send(connection, &response);
}

/* NULL when the response is written already: nobody has to log in to learn that this was no
 * request. */
static const struct guard *exchange_route(struct connection *connection,
					  struct http_request *request, struct response *response)
{
	struct error error;
	struct target target =
		target_normalise(request->base.target, connection->loop->path, &error);
	const struct guard *guard;

	if (target.form == TARGET_ASTERISK &&
	    octets_equal(request->base.method, OCTETS("OPTIONS"))) {
		response_set_status(response, MHD_HTTP_NO_CONTENT);
		response_add_header(response, "Allow", "GET, HEAD, OPTIONS");
		return NULL;
	}
	if (target.form != TARGET_PATH) {
		if (target.form == TARGET_ASTERISK)
			error_set(&error, "the target '*' is for OPTIONS alone");
		exchange_log(connection, LOG_LEVEL_INFO, "no request", &error);
		response_fail(response, MHD_HTTP_BAD_REQUEST);
		return NULL;
	}
	request->base.path = target.path;
	request->base.query = target.query;
	if (!connection->exchange.hold)
		connection->exchange.hold = hold_take(connection->loop);
	guard = site_find(connection->exchange.hold->site, target.path);
	if (!guard) {
		response_fail(response, MHD_HTTP_NOT_FOUND);
		return NULL;
	}
	request->base.rest = octets_skip(target.path, guard->prefix.length);
	return guard;
}

/* What the head says of who is there. */
static struct attempt *exchange_decode(struct connection *connection, const struct guard *guard,
				       struct http_request *request)
{
	struct attempt *attempt = attempt_take(connection->loop);

	attempt->authorization = attempt_keep(attempt, connection->exchange.head.authorization);
	if (attempt->authorization.data)
		request->base.method = attempt_keep(attempt, request->base.method);
	attempt->portal = guard->portal;
	request->body_hash = &attempt->body_hash;
	attempt->decoding = guard_decode(guard, &request->base, attempt->authorization,
					 &attempt->arena, &attempt->credentials, &attempt->error);
	return attempt;
}

static void exchange_show_throttle(const struct connection *connection, const struct guard *guard,
				   struct attempt *attempt)
{
	const struct exchange *exchange = &connection->exchange;
	const struct site *site = exchange->hold->site;
	const struct credentials *credentials = attempt->credentials;
	const struct client client = client_find(connection, site->proxies);

	attempt->throttle = site->throttle;
	attempt->exempt = site->lenient || networks_have(site->exempt, &client.address);
	attempt->guess = (struct throttle_login){
		.source = source_of(&client.address),
		.space = guard->realm,
		.username = credentials_interfaces(credentials) & IHASHED_USERNAME
				    ? credentials_username_hash(credentials)
				    : credentials->username,
		.answer = attempt->authorization,
	};
}

/* False when the connection was suspended instead. */
static bool exchange_ask(struct connection *connection, const struct guard *guard,
			 struct attempt *attempt)
{
	if (attempt->decoding != DECODING_CREDENTIALS)
		return true;
	body_hash_end(&attempt->body_hash);
	exchange_show_throttle(connection, guard, attempt);
	attempt_login(attempt);
	return attempt->outcome != LOGIN_LATER || !exchange_wait(connection, attempt);
}

/* False when the connection was suspended instead. */
static bool exchange_login(struct connection *connection, const struct guard *guard,
			   struct http_request *request, struct response *response)
{
	struct attempt *attempt = connection->exchange.attempt;
	bool asked = connection->phase == CONNECTION_LOGIN;
	bool late = asked && !attempt;

	connection->exchange.attempt = NULL;
	if (!attempt)
		attempt = exchange_decode(connection, guard, request);
	if (late)
		attempt_fail_late(attempt);
	else if (!asked && !exchange_ask(connection, guard, attempt))
		return false;
	login_log(connection, guard, attempt);
	exchange_reply(connection, guard, attempt, request, response);
	attempt_give_back(attempt);
	return true;
}

static struct http_request exchange_request(const struct connection *connection)
{
	const struct exchange *exchange = &connection->exchange;

	return (struct http_request){
		.base.method = exchange->method,
		.base.target = exchange->target,
		.base.slot = connection->loop->slot,
		.base.turn = connection->loop->turn,
		.base.shelf = connection->loop->shelf,
		.fields = connection->fields,
	};
}

/* The fast path has answered this request, and could not send it. */
static enum MHD_Result exchange_send_carried(struct connection *connection)
{
	struct carried *carried = connection->carried;
	enum MHD_Result queued;

	connection->carried = NULL;
	carried_give(carried, connection);
	queued = exchange_send(connection, &carried->response);
	carried_destroy(carried);
	return queued;
}

/* It has asked who is there, and could not wait. */
static void exchange_take_attempt(struct connection *connection)
{
	if (!connection->carried)
		return;
	carried_give(connection->carried, connection);
	carried_destroy(connection->carried);
	connection->carried = NULL;
}

static enum MHD_Result exchange_answer(struct connection *connection)
{
	struct http_request request = exchange_request(connection);
	const struct guard *guard;
	struct response response;

	if (connection->carried && !connection->carried->attempt)
		return exchange_send_carried(connection);
	exchange_take_attempt(connection);
	response_init(&response);
	guard = exchange_route(connection, &request, &response);
	if (guard && !exchange_login(connection, guard, &request, &response))
		return MHD_YES;
	return exchange_send(connection, &response);
}

/* Who presents something says whether the body has to be hashed; and what the head alone rules out
 * needs no body. Whether there is such a user, and whether the nonce is good, only who knows the
 * password is told: for that the body has to come first. */
static enum MHD_Result exchange_await_body(struct connection *connection)
{
	struct exchange *exchange = &connection->exchange;
	struct http_request request = exchange_request(connection);
	const struct guard *guard;
	struct response response;
	bool hopeless = true;

	response_init(&response);
	guard = exchange_route(connection, &request, &response);
	response_finish(&response);
	if (guard) {
		exchange->attempt = exchange_decode(connection, guard, &request);
		hopeless = exchange->attempt->decoding != DECODING_CREDENTIALS;
	}
	if (hopeless && exchange->head.expects_continue)
		return exchange_answer(connection);
	return MHD_YES;
}

/* The first call: the head is there. A response that is queued now closes the connection. */
static enum MHD_Result exchange_begin(struct connection *connection, const char *method,
				      const char *version)
{
	struct exchange *exchange = &connection->exchange;
	struct head *head = &exchange->head;
	struct error error;
	unsigned int status;

	exchange->begun = true;
	exchange->method = octets_from(method);
	exchange->version = octets_from(version);
	exchange_restore_query(exchange);
	status = head_check_length(connection->mhd, exchange->method, exchange->target,
				   exchange->version, connection->loop->config->head_limit, &error);
	if (status == 0)
		status = head_check(connection->mhd, exchange->method, exchange->target,
				    exchange->version, head, &error);
	if (status != 0) {
		exchange_log(connection, LOG_LEVEL_INFO, "no request", &error);
		return exchange_fail(connection, status);
	}
	/* Who has not logged in sends no body that has to be waited for. */
	if (!head->authorization.data &&
	    (head->expects_continue || head->chunked || head->content_length > EXCHANGE_BODY_MAX))
		return exchange_answer(connection);
	if (head->content_length > EXCHANGE_BODY_MAX)
		return exchange_fail(connection, MHD_HTTP_CONTENT_TOO_LARGE);
	connection_enter(connection, CONNECTION_BODY);
	if (head->authorization.data && (head->chunked || head->content_length > 0))
		return exchange_await_body(connection);
	return MHD_YES;
}

/* Nothing can be answered before the end of the body: beyond the limit the connection just ends. */
static enum MHD_Result exchange_take_body(struct exchange *exchange, struct octets piece)
{
	exchange->body_length += piece.length;
	if (exchange->body_length > EXCHANGE_BODY_MAX)
		return MHD_NO;
	if (exchange->attempt)
		body_hash_add(&exchange->attempt->body_hash, piece);
	return MHD_YES;
}

enum MHD_Result exchange_handle(struct connection *connection, const char *method,
				const char *version, const char *upload, size_t *upload_size)
{
	const struct octets piece = {.data = upload, .length = *upload_size};

	if (!connection->exchange.begun)
		return exchange_begin(connection, method, version);
	if (piece.length > 0) {
		*upload_size = 0;
		return exchange_take_body(&connection->exchange, piece);
	}
	return exchange_answer(connection);
}

void exchange_serve(struct connection *connection, const struct plain_head *plain)
{
	struct exchange *exchange = &connection->exchange;

	exchange_clear(connection, plain->target);
	exchange->begun = true;
	exchange->method = plain->method;
	exchange->version = plain->version;
	exchange->head = plain->head;
	exchange_answer(connection);
}

bool exchange_is_under_way(const struct connection *connection)
{
	return connection->phase >= CONNECTION_HEAD && connection->exchange.begun;
}

void exchange_let_go(struct connection *connection)
{
	struct exchange *exchange = &connection->exchange;

	/* It may hold a password, and stays in memory until the next request needs that. */
	secret_wipe((char *)exchange->head.authorization.data, exchange->head.authorization.length);
	if (exchange->hold)
		hold_let_go(connection->loop, exchange->hold);
	exchange->hold = NULL;
}

void exchange_close(struct connection *connection, bool complete)
{
	struct exchange *exchange = &connection->exchange;

	exchange_access_note(connection, complete);
	/* The client may have gone while the pool was at work, and the answer was never written. */
	if (exchange->attempt) {
		login_end(&exchange->attempt->login);
		attempt_give_back(exchange->attempt);
		exchange->attempt = NULL;
	}
	login_end(&exchange->login);
	exchange_let_go(connection);
	if (complete && !exchange->head.chunked)
		connection->consumed += exchange->head.length + exchange->body_length;
	connection_enter(connection, CONNECTION_IDLE);
	if (connection->loop->draining)
		connection_drain(connection);
}
