/* Keeps answers, and looks once a turn whether the files that they were made of are the same. */
#include "kept_files.h"

#include "kept_file.h"
#include "postern/checker.h"
#include "postern/memory.h"

#include <stdlib.h>

/* What one loop keeps. */
struct kept_slot {
	struct kept_file *files[KEPT_FILES_MOST]; /* by their hash */
	size_t bytes;
	size_t hand; /* where the next one is looked for that has to go */
};

struct kept_files {
	int root;
	struct kept_slot *slots[CALLER_SLOTS];
};

struct kept_files *kept_files_create(int root)
{
	struct kept_files *kept = memory_take(1, sizeof(*kept));

	kept->root = root;
	return kept;
}

static void kept_slot_drop(struct kept_slot *slot, size_t index)
{
	if (!slot->files[index])
		return;
	slot->bytes -= kept_file_bytes(slot->files[index]);
	kept_file_destroy(slot->files[index]);
	slot->files[index] = NULL;
}

void kept_files_destroy(struct kept_files *kept)
{
	if (!kept)
		return;
	for (size_t i = 0; i < CALLER_SLOTS; i++) {
		for (size_t j = 0; kept->slots[i] && j < KEPT_FILES_MOST; j++)
			kept_slot_drop(kept->slots[i], j);
		free(kept->slots[i]);
	}
	free(kept);
}

bool kept_files_answer(struct kept_files *kept, const struct request *request, unsigned int choice,
		       struct response *response)
{
	const struct kept_key key = kept_key(request, choice);
	struct kept_slot *slot = kept->slots[request->slot];
	size_t index = key.hash % KEPT_FILES_MOST;

	if (!slot || !slot->files[index] || !kept_file_is(slot->files[index], &key))
		return false;
	if (kept_file_holds(slot->files[index], kept->root, request->turn) &&
	    response_repeat(response, kept_file_response(slot->files[index])))
		return true;
	kept_slot_drop(slot, index);
	return false;
}

/* One round is enough: then nothing is left. */
static void kept_slot_make_room(struct kept_slot *slot, size_t bytes)
{
	for (size_t i = 0; i < KEPT_FILES_MOST && slot->bytes + bytes > KEPT_FILES_BYTES; i++)
		kept_slot_drop(slot, slot->hand++ % KEPT_FILES_MOST);
}

void kept_files_add(struct kept_files *kept, const struct request *request, unsigned int choice,
		    const struct kept_source *source, struct response *response)
{
	const struct kept_key key = kept_key(request, choice);
	struct kept_file *file =
		kept_file_create(&key, source, kept->root, request->turn, response);
	struct kept_slot **slot = &kept->slots[request->slot];
	size_t index = key.hash % KEPT_FILES_MOST;

	if (!file)
		return;
	if (!*slot)
		*slot = memory_take(1, sizeof(**slot));
	kept_slot_drop(*slot, index);
	kept_slot_make_room(*slot, kept_file_bytes(file));
	(*slot)->files[index] = file;
	(*slot)->bytes += kept_file_bytes(file);
}
