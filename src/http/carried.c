/* Hands answers over from the fast path to libmicrohttpd. */
#include "http/carried.h"

#include "http/kept_response.h"
#include "http/loop.h"
#include "postern/memory.h"

#include <stdlib.h>

struct carried *carried_take(struct connection *connection, struct response *response)
{
	struct exchange *exchange = &connection->exchange;
	struct carried *carried = memory_take(1, sizeof(*carried));

	carried->loop = connection->loop;
	if (response)
		response_move(&carried->response, response);
	carried->kept = carried->response.kept;
	kept_response_hold(carried->kept);
	carried->attempt = exchange->attempt;
	exchange->attempt = NULL;
	carried->login = exchange->login;
	exchange->login.avatar = NULL;
	carried->hold = exchange->hold;
	exchange->hold = NULL;
	return carried;
}

void carried_give(struct carried *carried, struct connection *connection)
{
	struct exchange *exchange = &connection->exchange;

	exchange->attempt = carried->attempt;
	carried->attempt = NULL;
	exchange->login = carried->login;
	carried->login.avatar = NULL;
	exchange->hold = carried->hold;
	carried->hold = NULL;
}

void carried_destroy(struct carried *carried)
{
	if (!carried)
		return;
	if (carried->attempt)
		attempt_give_back(carried->attempt);
	response_finish(&carried->response);
	kept_response_destroy(carried->kept);
	login_end(&carried->login);
	if (carried->hold)
		hold_let_go(carried->loop, carried->hold);
	free(carried);
}
