/* Connections that wait for the pool: until it has logged in, and no longer than they have to. */
#ifndef HTTP_EXCHANGE_WAIT_H
#define HTTP_EXCHANGE_WAIT_H

#include "http/attempt.h"
#include "http/connection.h"

/* Suspends the connection until one of the following resumes it; false when the pool is full. Takes
 * ownership of the attempt if true. */
bool exchange_wait(struct connection *connection, struct attempt *attempt);

/* The pool is done with the attempt: whoever waits for it has it again. Else what it granted is
 * logged out, and nobody hears of it; a checker may remember it for the next time. */
void exchange_wait_end(struct attempt *attempt);

/* The connection has waited too long: it goes on without its attempt, which stays with the pool. */
void exchange_wait_give_up(struct connection *connection);

#endif
