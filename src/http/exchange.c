/* Takes one request from its head to its answer. */
#include "http/exchange.h"

#include "base/log.h"
#include "http/attempt.h"
#include "http/client.h"
#include "http/loop.h"
#include "http/request.h"
#include "http/response.h"
#include "postern/secret.h"

#include <stdio.h>

/* Nothing that is served takes a body. A small one is read so that the connection can live on. */
#define EXCHANGE_BODY_MAX (64 * 1024)

void exchange_open(struct connection *connection, const char *target)
{
	struct exchange *exchange = &connection->exchange;

	*exchange = (struct exchange){.target = octets_from(target)};
	/* libmicrohttpd would split the query, in memory that the answer may need; with more
	 * arguments than fit it hangs. It finds an empty query instead, until
	 * exchange_restore_query(). */
	exchange->question = target ? strchr(target, '?') : NULL;
	if (exchange->question) {
		exchange->query_byte = exchange->question[1];
		exchange->question[1] = '\0';
	}
	loop_count(&connection->loop->requests, 1);
	connection_enter(connection, CONNECTION_HEAD);
}

static void exchange_restore_query(struct exchange *exchange)
{
	if (!exchange->question)
		return;
	exchange->question[0] = '?';
	exchange->question[1] = exchange->query_byte;
}

static void exchange_log(const struct connection *connection, enum log_level level,
			 const char *what, const struct error *error)
{
	char peer[CONNECTION_PEER_MAX];

	log_line(level, "http", "%s from %s: %s", what, connection_peer(connection, peer),
		 error->text);
}

static enum MHD_Result exchange_send(struct connection *connection, struct response *response)
{
	/* The end of a chunked body is not to be trusted: 0.9.75 takes bare LF and odd trailers. */
	bool close_connection = connection->exchange.head.chunked || connection->loop->draining;

	connection_enter(connection, CONNECTION_ANSWER);
	return response_queue(response, connection->mhd, close_connection);
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
		connection->exchange.hold = loop_hold(connection->loop);
	guard = site_find(connection->exchange.hold->site, target.path);
	if (!guard) {
		response_fail(response, MHD_HTTP_NOT_FOUND);
		return NULL;
	}
	request->base.rest = octets_skip(target.path, strlen(guard->prefix));
	return guard;
}

static void exchange_refuse(const struct guard *guard, bool stale, struct response *response)
{
	/* Without a challenge there is nothing that a login could change. */
	response_fail(response,
		      guard->factory_count > 0 ? MHD_HTTP_UNAUTHORIZED : MHD_HTTP_FORBIDDEN);
	guard_challenge(guard, stale, response);
}

static void exchange_grant(struct connection *connection, const struct guard *guard,
			   const struct login *login, struct http_request *request,
			   struct response *response)
{
	connection->exchange.login = *login;
	request->base.avatar_id = &connection->exchange.login.avatar_id;
	avatar_respond(login->avatar, &request->base, response);
	if (guard->factory_count > 0 && !response_header(response, "Cache-Control"))
		response_add_own_header(response, "Cache-Control", "private");
}

/* What is throttled is said once, when it begins: those who guess on would fill the log. */
static void exchange_log_failure(const struct connection *connection, const struct guard *guard,
				 struct attempt *attempt)
{
	char what[128];

	if (attempt->outcome == LOGIN_THROTTLED)
		return;
	snprintf(what, sizeof(what), "portal '%.64s': no login for a user name of %zu bytes",
		 guard_path(guard), attempt->credentials->username.length);
	exchange_log(connection, LOG_LEVEL_WARNING, what, &attempt->error);
	if (attempt->closed == 0)
		return;
	snprintf(what, sizeof(what), "portal '%.64s': throttled", guard_path(guard));
	error_set(&attempt->error, "too many failures, closed for %u s", attempt->closed);
	exchange_log(connection, LOG_LEVEL_WARNING, what, &attempt->error);
}

static void exchange_write(struct connection *connection, const struct guard *guard,
			   struct attempt *attempt, struct http_request *request,
			   struct response *response)
{
	if (attempt->outcome == LOGIN_GRANTED) {
		exchange_grant(connection, guard, &attempt->login, request, response);
		return;
	}
	exchange_log_failure(connection, guard, attempt);
	switch (attempt->outcome) {
	case LOGIN_THROTTLED:
		response_fail(response, MHD_HTTP_TOO_MANY_REQUESTS);
		response_add_header(response, "Retry-After", "%u", attempt->wait);
		break;
	case LOGIN_DENIED:
		response_fail(response, MHD_HTTP_FORBIDDEN);
		break;
	case LOGIN_REFUSED:
		exchange_refuse(guard, attempt->credentials->stale, response);
		break;
	default:
		/* Not all at the same moment again. */
		response_fail(response, MHD_HTTP_SERVICE_UNAVAILABLE);
		response_add_header(response, "Retry-After", "%u",
				    1 + (unsigned int)(connection->loop->turn % 3));
		break;
	}
}

/* False when there are no credentials, and the response says so. */
static bool exchange_decode(struct connection *connection, const struct guard *guard,
			    const struct http_request *request, struct attempt *attempt,
			    struct response *response)
{
	enum decoding decoding =
		guard_decode(guard, &request->base, connection->exchange.head.authorization,
			     &attempt->arena, &attempt->credentials, &attempt->error);

	if (decoding == DECODING_CREDENTIALS)
		return true;
	if (attempt->error.text[0])
		exchange_log(connection, LOG_LEVEL_INFO, "no credentials", &attempt->error);
	if (decoding == DECODING_MALFORMED)
		response_fail(response, MHD_HTTP_BAD_REQUEST);
	else
		exchange_refuse(guard, false, response);
	return false;
}

/* Suspends the connection until the pool has logged in; false when the pool is full. */
static bool exchange_login_later(struct connection *connection, struct attempt *attempt)
{
	if (!attempt_login_later(attempt))
		return false;
	connection->exchange.attempt = attempt;
	connection->loop->suspended++;
	connection_enter(connection, CONNECTION_LOGIN);
	MHD_suspend_connection(connection->mhd);
	return true;
}

static void exchange_show_throttle(const struct connection *connection, const struct guard *guard,
				   struct attempt *attempt)
{
	const struct exchange *exchange = &connection->exchange;
	const struct site *site = exchange->hold->site;

	attempt->throttle = site->throttle;
	attempt->guess = (struct throttle_login){
		.source = client_source(connection, site->proxies),
		.space = octets_from(guard->realm),
		.username = attempt->credentials->username,
		.answer = exchange->head.authorization,
	};
}

/* False when the connection was suspended instead. */
static bool exchange_login(struct connection *connection, const struct guard *guard,
			   struct http_request *request, struct response *response)
{
	struct exchange *exchange = &connection->exchange;
	struct attempt *attempt = exchange->attempt;

	if (attempt) {
		exchange->attempt = NULL;
		exchange_write(connection, guard, attempt, request, response);
		attempt_give_back(attempt);
		return true;
	}
	attempt = attempt_take(connection->loop);
	attempt->connection = connection;
	attempt->portal = guard->portal;
	if (exchange_decode(connection, guard, request, attempt, response)) {
		exchange_show_throttle(connection, guard, attempt);
		attempt_login(attempt);
		if (attempt->outcome == LOGIN_LATER && exchange_login_later(connection, attempt))
			return false;
		exchange_write(connection, guard, attempt, request, response);
	}
	attempt_give_back(attempt);
	return true;
}

static enum MHD_Result exchange_answer(struct connection *connection, const char *method)
{
	struct exchange *exchange = &connection->exchange;
	struct http_request request = {
		.base.method = octets_from(method),
		.base.target = exchange->target,
		.connection = connection->mhd,
	};
	const struct guard *guard;
	struct response response;

	response_init(&response);
	guard = exchange_route(connection, &request, &response);
	if (guard && !exchange_login(connection, guard, &request, &response))
		return MHD_YES;
	return exchange_send(connection, &response);
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
	exchange_restore_query(exchange);
	if (exchange->target.length > TARGET_MAX)
		return exchange_fail(connection, MHD_HTTP_URI_TOO_LONG);
	status = head_check(connection->mhd, method, exchange->target, version, head, &error);
	if (status != 0) {
		exchange_log(connection, LOG_LEVEL_INFO, "no request", &error);
		return exchange_fail(connection, status);
	}
	/* Who has not logged in sends no body that has to be waited for. */
	if (!head->authorization.data &&
	    (head->expects_continue || head->chunked || head->content_length > EXCHANGE_BODY_MAX))
		return exchange_answer(connection, method);
	if (head->content_length > EXCHANGE_BODY_MAX)
		return exchange_fail(connection, MHD_HTTP_CONTENT_TOO_LARGE);
	connection_enter(connection, CONNECTION_BODY);
	return MHD_YES;
}

/* Nothing can be answered before the end of the body: beyond the limit the connection just ends. */
static enum MHD_Result exchange_drop_body(struct exchange *exchange, size_t *upload_size)
{
	exchange->body_length += *upload_size;
	*upload_size = 0;
	return exchange->body_length <= EXCHANGE_BODY_MAX ? MHD_YES : MHD_NO;
}

enum MHD_Result exchange_handle(struct connection *connection, const char *method,
				const char *version, size_t *upload_size)
{
	if (!connection->exchange.begun)
		return exchange_begin(connection, method, version);
	if (*upload_size > 0)
		return exchange_drop_body(&connection->exchange, upload_size);
	return exchange_answer(connection, method);
}

void exchange_report_cut(const struct connection *connection)
{
	const struct exchange *exchange = &connection->exchange;
	struct error error;

	if (connection->phase == CONNECTION_NEW || connection->phase == CONNECTION_IDLE ||
	    !exchange->begun)
		return;
	error_set(&error, "%.*s", (int)exchange->target.length, exchange->target.data);
	exchange_log(connection, LOG_LEVEL_WARNING, "cut while stopping", &error);
}

void exchange_close(struct connection *connection)
{
	struct exchange *exchange = &connection->exchange;

	/* The client may have gone while the pool was at work, and the answer was never written. */
	if (exchange->attempt) {
		login_end(&exchange->attempt->login);
		attempt_give_back(exchange->attempt);
		exchange->attempt = NULL;
	}
	login_end(&exchange->login);
	/* It may hold a password, and libmicrohttpd keeps it until the next request needs the
	 * memory. */
	secret_wipe((char *)exchange->head.authorization.data, exchange->head.authorization.length);
	if (exchange->hold) {
		loop_let_go(connection->loop, exchange->hold);
		exchange->hold = NULL;
	}
	connection_enter(connection, CONNECTION_IDLE);
	if (connection->loop->draining)
		connection_drain(connection);
}
