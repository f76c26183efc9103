/* Writes what a login comes to. */
#include "http/exchange_reply.h"

#include "http/cache_control.h"
#include "postern/secret.h"

static void exchange_reply_refuse(const struct guard *guard, bool stale, struct response *response)
{
	/* Without a challenge there is nothing that a login could change. */
	response_fail(response,
		      guard->factory_count > 0 ? MHD_HTTP_UNAUTHORIZED : MHD_HTTP_FORBIDDEN);
	guard_challenge(guard, stale, response);
}

static void exchange_reply_grant(struct connection *connection, const struct guard *guard,
				 const struct login *login, struct http_request *request,
				 struct response *response)
{
	connection->exchange.login.avatar = login->avatar;
	avatar_id_copy(&connection->exchange.login.avatar_id, &login->avatar_id);
	request->base.avatar_id = &connection->exchange.login.avatar_id;
	avatar_respond(login->avatar, &request->base, response);
	cache_control_settle(response, guard->factory_count > 0);
}

static void exchange_reply_reject(const struct guard *guard, const struct attempt *attempt,
				  struct response *response)
{
	if (attempt->decoding == DECODING_MALFORMED)
		response_fail(response, MHD_HTTP_BAD_REQUEST);
	else
		exchange_reply_refuse(guard, false, response);
}

/* Seconds. Not all at the same moment again: up to half as long again. */
static unsigned int exchange_reply_patience(void)
{
	unsigned char chance;

	secret_random(&chance, sizeof(chance));
	return 2 + chance % 2;
}

void exchange_reply(struct connection *connection, const struct guard *guard,
		    struct attempt *attempt, struct http_request *request,
		    struct response *response)
{
	if (attempt->decoding != DECODING_CREDENTIALS) {
		exchange_reply_reject(guard, attempt, response);
		return;
	}
	if (attempt->outcome == LOGIN_GRANTED) {
		exchange_reply_grant(connection, guard, &attempt->login, request, response);
		guard_confirm(guard, attempt->credentials, response);
		return;
	}
	switch (attempt->outcome) {
	case LOGIN_THROTTLED:
		response_fail(response, MHD_HTTP_TOO_MANY_REQUESTS);
		response_add_header(response, "Retry-After", "%u", attempt->wait);
		break;
	case LOGIN_DENIED:
		connection->exchange.login = attempt->login;
		response_fail(response, MHD_HTTP_FORBIDDEN);
		guard_confirm(guard, attempt->credentials, response);
		break;
	case LOGIN_REFUSED:
		exchange_reply_refuse(guard, attempt->credentials->stale, response);
		break;
	default:
		response_fail(response, MHD_HTTP_SERVICE_UNAVAILABLE);
		response_add_header(response, "Retry-After", "%u", exchange_reply_patience());
		break;
	}
}
