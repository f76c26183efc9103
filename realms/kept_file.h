/* One answer that is kept, with the files that it stands for. */
#ifndef REALMS_KEPT_FILE_H
#define REALMS_KEPT_FILE_H

#include "kept_files.h"

#include "postern/shelf.h"

#include <stdint.h>

/* What an answer is kept for. */
struct kept_key {
	uint64_t owner;     /* the tree, as shelves know it */
	struct octets rest; /* borrowed */
	bool named;         /* somebody is logged in */
	unsigned int choice;
	uint64_t hash;
};

struct kept_file;

/* NULL: it cannot be kept. Put it on a shelf. */
struct kept_file *kept_file_create(const struct kept_key *key, const struct kept_source *source,
				   int root, uint64_t turn, struct response *response);

/* As what stands on a shelf, and the way back. */
struct shelf_item *kept_file_item(struct kept_file *file);
struct kept_file *kept_file_from(struct shelf_item *item);

bool kept_file_is(const struct kept_file *file, const struct kept_key *key);

/* Whether all that it stands for is unchanged in that turn. */
bool kept_file_holds(struct kept_file *file, int root, uint64_t turn);

struct kept_response *kept_file_response(const struct kept_file *file);

#endif
