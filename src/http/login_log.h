/* What the log says of logins: an event and its fields in one line, for people and for programs. */
#ifndef HTTP_LOGIN_LOG_H
#define HTTP_LOGIN_LOG_H

#include "http/attempt.h"
#include "http/connection.h"
#include "http/guard.h"

/* One line for each login that failed, whatever the reason, but of those that were not even tried
 * one for each time that the throttle closes, and of those in an outage one for each line about
 * that; and one for a login that is news. The README lists
 * the events and their fields. */
void login_log(const struct connection *connection, const struct guard *guard,
	       const struct attempt *attempt);

#endif
