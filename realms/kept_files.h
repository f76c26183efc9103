/* Answers with small files, and 304 for all, kept in memory as long as the files do not change. */
#ifndef REALMS_KEPT_FILES_H
#define REALMS_KEPT_FILES_H

#include "postern/request.h"
#include "postern/response.h"
#include "representation.h"
#include "tree.h"

/* They stand on the shelf of each loop by itself: none waits for another. */
struct kept_files;

/* Of the tree below `root`, which it borrows. */
struct kept_files *kept_files_create(int root);

/* NULL is fine. */
void kept_files_destroy(struct kept_files *kept);

/* What an answer is kept for. */
struct kept_key {
	uint64_t owner;     /* the tree, as shelves know it */
	struct octets rest; /* borrowed */
	bool named;         /* somebody is logged in */
	unsigned int choice;
	uint64_t hash;
};

/* `choice` tells apart what else than the path and who is logged in chooses the answer; without a
 * condition or a range it is the whole. */
struct kept_key kept_files_key(const struct kept_files *kept, const struct request *request,
			       unsigned int choice);

/* False: the file itself is needed. `conditional`: there is a condition, or a range. */
bool kept_files_answer(const struct kept_files *kept, const struct kept_key *key,
		       const struct request *request, bool conditional, struct response *response);

/* What an answer was written from, and depends on. */
struct kept_source {
	const struct tree_file *file;
	const struct tree_file *neighbour; /* NULL: it is not given in the place of the file */
	bool siblings;                     /* what else is in the directory matters */
	const struct representation *representation;
	unsigned int status; /* of the answer */
	time_t now;          /* before anything was opened */
};

/* Keeps 200 and 304, unless it is asked for the first time (postern/shelf.h), or something has
 * changed just now, and could change again unseen. */
void kept_files_add(const struct kept_files *kept, const struct kept_key *key,
		    const struct request *request, const struct kept_source *source,
		    struct response *response);

#endif
