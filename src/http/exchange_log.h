/* What the log says of requests that were not answered as their clients wanted. */
#ifndef HTTP_EXCHANGE_LOG_H
#define HTTP_EXCHANGE_LOG_H

#include "base/log.h"
#include "http/connection.h"
#include "http/guard.h"

/* "WHAT from PEER: ERROR". */
void exchange_log(const struct connection *connection, enum log_level level, const char *what,
		  const struct error *error);

/* What is throttled is said once, when it begins: those who guess on would fill the log. Puts that
 * into the attempt's error. */
void exchange_log_failure(const struct connection *connection, const struct guard *guard,
			  struct attempt *attempt);

#endif
