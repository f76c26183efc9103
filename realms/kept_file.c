/* Gives an answer as long as all that it was made of is still the same. */
#include "kept_file.h"

#include "kept_watch.h"
#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>
#include <time.h>

#define KEPT_WATCHES  3    /* the file, its compressed neighbour, their directory */
#define KEPT_OVERHEAD 2048 /* bytes: fields, and what libmicrohttpd needs */
#define KEPT_LIFETIME 1    /* seconds, at most, until it is read again */

struct kept_file {
	struct shelf_item item;
	char *rest;
	struct kept_key key; /* of `rest` */
	struct kept_watch watches[KEPT_WATCHES];
	uint64_t turn; /* in which it was looked at last */
	time_t read;   /* on the monotonic clock */
	struct kept_response *response;
};

static bool kept_file_watch(struct kept_file *file, const struct kept_source *source, int root)
{
	struct timespec now;

	kept_watch_file(&file->watches[0], source->file);
	if (source->neighbour)
		kept_watch_file(&file->watches[1], source->neighbour);
	if (source->siblings && !kept_watch_directory(&file->watches[2], root, source->file->name))
		return false;
	clock_gettime(CLOCK_REALTIME, &now);
	for (size_t i = 0; i < KEPT_WATCHES; i++)
		if (!kept_watch_is_settled(&file->watches[i], now.tv_sec))
			return false;
	return true;
}

/* For the coarse clock no system call is made. */
static time_t kept_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return now.tv_sec;
}

struct kept_file *kept_file_from(struct shelf_item *item)
{
	return container_of(item, struct kept_file, item);
}

static void kept_file_destroy(struct shelf_item *item)
{
	struct kept_file *file = kept_file_from(item);

	for (size_t i = 0; i < KEPT_WATCHES; i++)
		kept_watch_finish(&file->watches[i]);
	kept_response_destroy(file->response);
	free(file->rest);
	free(file);
}

struct kept_file *kept_file_create(const struct kept_key *key, const struct kept_source *source,
				   int root, uint64_t turn, struct response *response)
{
	const struct tree_file *given = source->neighbour ? source->neighbour : source->file;
	struct kept_file *file = memory_take(1, sizeof(*file));

	file->rest = memory_copy_text(key->rest);
	file->key = *key;
	file->key.rest.data = file->rest;
	file->turn = turn;
	file->read = kept_now();
	file->item.owner = key->owner;
	file->item.hash = key->hash;
	file->item.destroy = kept_file_destroy;
	file->item.bytes = sizeof(*file) + KEPT_OVERHEAD + 4 * key->rest.length +
			   (size_t)given->status.st_size;
	if (kept_file_watch(file, source, root))
		file->response = response_keep(response);
	if (file->response)
		return file;
	kept_file_destroy(&file->item);
	return NULL;
}

struct shelf_item *kept_file_item(struct kept_file *file)
{
	return &file->item;
}

bool kept_file_is(const struct kept_file *file, const struct kept_key *key)
{
	return file->key.hash == key->hash && file->key.named == key->named &&
	       file->key.choice == key->choice && octets_equal(file->key.rest, key->rest);
}

bool kept_file_holds(struct kept_file *file, int root, uint64_t turn)
{
	if (file->turn == turn)
		return true;
	/* Some changes leave no trace in what is watched: of a mapping, of links on the way. */
	if (kept_now() - file->read > KEPT_LIFETIME)
		return false;
	for (size_t i = 0; i < KEPT_WATCHES; i++)
		if (!kept_watch_holds(&file->watches[i], root))
			return false;
	file->turn = turn;
	return true;
}

struct kept_response *kept_file_response(const struct kept_file *file)
{
	return file->response;
}
