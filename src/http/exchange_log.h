/* What the log says of requests that were not answered as their clients wanted. */
#ifndef HTTP_EXCHANGE_LOG_H
#define HTTP_EXCHANGE_LOG_H

#include "base/log.h"
#include "http/connection.h"

/* "WHAT from PEER: ERROR". */
void exchange_log(const struct connection *connection, enum log_level level, const char *what,
		  const struct error *error);

/* In the log: the server ends before so many responses have; that on `oldest` began first. */
void exchange_log_cuts(const struct connection *oldest, unsigned int count);

#endif
