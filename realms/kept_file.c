/* Gives an answer as long as all that it was made of is still the same. */
#include "kept_file.h"

#include "kept_watch.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "selection.h"

#include <stdlib.h>
#include <time.h>

#define KEPT_WATCHES  3    /* the file, its compressed neighbour, their directory */
#define KEPT_OVERHEAD 3072 /* bytes: fields, and what libmicrohttpd needs, of both answers */
#define KEPT_LIFETIME 1    /* seconds, at most, until it is read again */

struct kept_file {
	struct shelf_item item;
	char *rest;
	struct kept_key key; /* of `rest` */
	struct kept_watch watches[KEPT_WATCHES];
	uint64_t turn;                        /* in which it was looked at last */
	time_t read;                          /* on the monotonic clock */
	struct representation representation; /* its file is closed */
	struct kept_response *whole;          /* 200; NULL: was not asked for, or is too large */
	struct kept_response *known;          /* 304; NULL: was not asked for */
};

static bool kept_file_watch(struct kept_file *file, const struct kept_source *source, int root)
{
	kept_watch_file(&file->watches[0], source->file);
	if (source->neighbour)
		kept_watch_file(&file->watches[1], source->neighbour);
	if (source->siblings && !kept_watch_directory(&file->watches[2], root, source->file->name))
		return false;
	for (size_t i = 0; i < KEPT_WATCHES; i++)
		if (!kept_watch_is_settled(&file->watches[i], source->now))
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
	kept_response_destroy(file->whole);
	kept_response_destroy(file->known);
	free(file->rest);
	free(file);
}

/* NULL: of that status nothing is kept. */
static struct kept_response **kept_file_place(struct kept_file *file, unsigned int status)
{
	if (status == 200)
		return &file->whole;
	return status == 304 ? &file->known : NULL;
}

static bool kept_file_keep(struct kept_file *file, unsigned int status, struct response *response)
{
	struct kept_response **place = kept_file_place(file, status);

	if (!place)
		return false;
	kept_response_destroy(*place);
	*place = response_keep(response);
	return *place;
}

static bool kept_file_repeat(struct kept_file *file, unsigned int status, struct response *response)
{
	struct kept_response **place = kept_file_place(file, status);

	return place && *place && response_repeat(response, *place);
}

struct kept_file *kept_file_create(const struct kept_key *key, const struct kept_source *source,
				   int root, uint64_t turn, struct response *response)
{
	struct kept_file *file = memory_take(1, sizeof(*file));

	file->rest = memory_copy_text(key->rest);
	file->key = *key;
	file->key.rest.data = file->rest;
	file->turn = turn;
	file->read = kept_now();
	file->item.owner = key->owner;
	file->item.hash = key->hash;
	file->item.destroy = kept_file_destroy;
	file->item.bytes = sizeof(*file) + KEPT_OVERHEAD + 4 * key->rest.length;
	if (source->status == 200)
		file->item.bytes += source->representation->size;
	file->representation = *source->representation;
	file->representation.descriptor = -1;
	if (kept_file_watch(file, source, root) && kept_file_keep(file, source->status, response))
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

/* Whether it is written without the file. One that was cut while it was read has another text than
 * its size says. */
static bool kept_file_can_write(const struct representation *representation,
				const struct selection *selection)
{
	if (selection->status == 206)
		return representation->text.length == representation->size;
	return selection->status != 200;
}

static bool kept_file_write(struct kept_file *file, const struct selection *selection,
			    const struct request *request, struct response *response)
{
	if (file->whole)
		file->representation.text = kept_response_text(file->whole);
	if (!kept_file_can_write(&file->representation, selection))
		return false;
	representation_send(&file->representation, selection, request, response);
	kept_file_keep(file, selection->status, response);
	return true;
}

bool kept_file_answer(struct kept_file *file, const struct request *request, bool conditional,
		      struct response *response)
{
	struct selection selection;

	if (!conditional)
		return kept_file_repeat(file, 200, response);
	selection_init(&selection, &file->representation, request);
	return kept_file_repeat(file, selection.status, response) ||
	       kept_file_write(file, &selection, request, response);
}
