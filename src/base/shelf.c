/* Keeps things at places that follow from their hash, until others need the room. */
#include "base/shelf.h"

#include "postern/memory.h"

#include <assert.h>
#include <stdlib.h>

struct shelf {
	struct shelf_item *places[SHELF_PLACES];
	size_t bytes;
	size_t hand; /* where the next one is looked for that has to go */
};

struct shelf *shelf_create(void)
{
	return memory_take(1, sizeof(struct shelf));
}

static size_t shelf_place(uint64_t owner, uint64_t hash)
{
	return (owner ^ hash) % SHELF_PLACES;
}

static void shelf_clear(struct shelf *shelf, size_t place)
{
	struct shelf_item *item = shelf->places[place];

	if (!item)
		return;
	shelf->places[place] = NULL;
	shelf->bytes -= item->bytes;
	item->destroy(item);
}

void shelf_destroy(struct shelf *shelf)
{
	for (size_t i = 0; i < SHELF_PLACES; i++)
		shelf_clear(shelf, i);
	free(shelf);
}

struct shelf_item *shelf_find(const struct shelf *shelf, uint64_t owner, uint64_t hash)
{
	struct shelf_item *item = shelf ? shelf->places[shelf_place(owner, hash)] : NULL;

	return item && item->owner == owner && item->hash == hash ? item : NULL;
}

/* One round is enough: then nothing is left. */
static void shelf_make_room(struct shelf *shelf, size_t bytes)
{
	while (shelf->bytes > SHELF_BYTES - bytes)
		shelf_clear(shelf, shelf->hand++ % SHELF_PLACES);
}

void shelf_put(struct shelf *shelf, struct shelf_item *item)
{
	size_t place = shelf_place(item->owner, item->hash);

	assert(item->bytes <= SHELF_BYTES);
	shelf_clear(shelf, place);
	shelf_make_room(shelf, item->bytes);
	shelf->places[place] = item;
	shelf->bytes += item->bytes;
}

void shelf_drop(struct shelf *shelf, struct shelf_item *item)
{
	size_t place = shelf_place(item->owner, item->hash);

	assert(shelf->places[place] == item);
	shelf_clear(shelf, place);
}
