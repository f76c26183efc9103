/* A directory answers requests with the files below it, whichever realm it belongs to. */
#ifndef REALMS_DIRECTORY_H
#define REALMS_DIRECTORY_H

#include "postern/request.h"
#include "postern/response.h"

/* Answers with what request->rest names below `root`, a descriptor of tree_open_root(). */
void directory_respond(int root, const struct request *request, struct response *response);

#endif
