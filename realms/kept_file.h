/* The answers of one file that are kept, with what they depend on. */
#ifndef REALMS_KEPT_FILE_H
#define REALMS_KEPT_FILE_H

#include "kept_files.h"

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

/* False, and nothing done, when the file itself is needed. `conditional` as of
 * kept_files_answer(). */
bool kept_file_answer(struct kept_file *file, const struct request *request, bool conditional,
		      struct response *response);

#endif
