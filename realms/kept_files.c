/* Keeps answers, and looks once a turn whether the files that they were made of are the same. */
#include "kept_files.h"

#include "kept_file.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>

struct kept_files {
	int root;
	uint64_t owner;
};

struct kept_files *kept_files_create(int root)
{
	struct kept_files *kept = memory_take(1, sizeof(*kept));

	kept->root = root;
	secret_random(&kept->owner, sizeof(kept->owner));
	return kept;
}

void kept_files_destroy(struct kept_files *kept)
{
	free(kept);
}

struct kept_key kept_files_key(const struct kept_files *kept, const struct request *request,
			       unsigned int choice)
{
	struct kept_key key = {
		.owner = kept->owner,
		.rest = request->rest,
		.named = request->avatar_id && request->avatar_id->kind == AVATAR_ID_NAMED,
		.choice = choice,
		.hash = UINT64_C(0xcbf29ce484222325),
	};

	/* FNV-1a. Who makes names collide has them read from the disk, as without all this. */
	for (size_t i = 0; i < key.rest.length; i++)
		key.hash = (key.hash ^ (unsigned char)key.rest.data[i]) * UINT64_C(0x100000001b3);
	key.hash = (key.hash ^ (key.choice * 2 + key.named)) * UINT64_C(0x100000001b3);
	key.hash ^= key.hash >> 32;
	return key;
}

bool kept_files_answer(const struct kept_files *kept, const struct kept_key *key,
		       const struct request *request, bool conditional, struct response *response)
{
	struct shelf_item *item = shelf_find(request->shelf, key->owner, key->hash);

	if (!item || !kept_file_is(kept_file_from(item), key))
		return false;
	if (kept_file_holds(kept_file_from(item), kept->root, request->turn))
		return kept_file_answer(kept_file_from(item), request, conditional, response);
	shelf_drop(request->shelf, item);
	return false;
}

void kept_files_add(const struct kept_files *kept, const struct kept_key *key,
		    const struct request *request, const struct kept_source *source,
		    struct response *response)
{
	struct kept_file *file;

	if (!shelf_wants(request->shelf, key->owner, key->hash) ||
	    (source->status != 200 && source->status != 304) || !response_can_be_kept(response))
		return;
	file = kept_file_create(key, source, kept->root, request->turn, response);
	if (file)
		shelf_put(request->shelf, kept_file_item(file));
}
