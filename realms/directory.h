/* A directory answers requests with the files below it, whichever realm it belongs to. */
#ifndef REALMS_DIRECTORY_H
#define REALMS_DIRECTORY_H

#include "media_type.h"
#include "postern/arguments.h"
#include "postern/commons.h"
#include "postern/request.h"
#include "postern/response.h"

#include <stdbool.h>

struct kept_files;

/* How the files of directories are given. */
struct directory_options {
	bool listing;                    /* where there is no index.html, show what is there */
	const struct media_types *types; /* of the commons */
};

/* Takes them from the arguments of a realm. False with the error set. */
bool directory_options_take(struct directory_options *options, struct arguments *arguments,
			    struct error *error);

/* When the process has the root directory that it keeps: the system's lists are read, once for all
 * realms. */
void directory_options_start(struct directory_options *options, struct commons *commons);

/* One that is served. */
struct directory {
	const struct directory_options *options;
	int root;                /* a descriptor of tree_open_root() */
	struct kept_files *kept; /* NULL: nothing is kept in memory */
};

/* Answers with what request->rest names below the directory. */
void directory_respond(const struct directory *directory, const struct request *request,
		       struct response *response);

#endif
