/* Suspends connections while the pool logs in, and resumes them. */
#include "http/exchange_wait.h"

#include "http/loop.h"

bool exchange_wait(struct connection *connection, struct attempt *attempt)
{
	/* Only libmicrohttpd's connections can wait: it reads the request again, and asks again. */
	if (!connection->mhd) {
		connection->exchange.attempt = attempt;
		return true;
	}
	if (!attempt_login_later(attempt))
		return false;
	attempt->connection = connection;
	/* The connection may end first, and the site with it. */
	attempt->hold = connection->exchange.hold;
	attempt->hold->exchanges++;
	connection->exchange.attempt = attempt;
	connection->loop->logins++;
	connection_enter(connection, CONNECTION_LOGIN);
	MHD_suspend_connection(connection->mhd);
	return true;
}

static void exchange_wait_resume(struct attempt *attempt)
{
	struct connection *connection = attempt->connection;

	attempt->connection = NULL;
	MHD_resume_connection(connection->mhd);
}

void exchange_wait_end(struct attempt *attempt)
{
	struct loop *loop = attempt->loop;
	struct hold *hold = attempt->hold;

	loop->logins--;
	attempt->hold = NULL;
	if (attempt->connection) {
		exchange_wait_resume(attempt);
	} else {
		login_end(&attempt->login);
		attempt_give_back(attempt);
	}
	hold_let_go(loop, hold);
}

void exchange_wait_give_up(struct connection *connection)
{
	struct attempt *attempt = connection->exchange.attempt;

	/* It has been given up, or is on its way back. */
	if (!attempt || !attempt->connection || !attempt_settle(attempt))
		return;
	connection->exchange.attempt = NULL;
	exchange_wait_resume(attempt);
}
