/* Sends a client that forgot the '/' after a directory's name to where it meant to go. */
#ifndef REALMS_REDIRECT_H
#define REALMS_REDIRECT_H

#include "postern/request.h"
#include "postern/response.h"

/* 301 to the request's path with a '/' at its end, query and all; 414 when that gets too long.
 * Never to another host. */
void redirect_to_directory(const struct request *request, struct response *response);

#endif
