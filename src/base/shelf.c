/* Keeps things at places that follow from their hash, until others need the room. */
#include "base/shelf.h"

#include "postern/memory.h"

#include <assert.h>
#include <stdlib.h>

struct shelf_place {
	struct shelf_item *item;
	uint64_t name;  /* of the item, which is then not looked at in vain; 0: there is none */
	uint64_t asked; /* the name of what it was asked for last; 0: nothing, or it is forgotten */
};

struct shelf {
	struct shelf_place places[SHELF_PLACES];
	size_t bytes;
	size_t hand; /* where the next one is looked for that has to go */
};

struct shelf *shelf_create(void)
{
	return memory_take(1, sizeof(struct shelf));
}

/* Never 0. Two things of one name are about as rare as two owners of one number. */
static uint64_t shelf_name(uint64_t owner, uint64_t hash)
{
	return (owner ^ hash) | UINT64_C(1) << 63;
}

static struct shelf_place *shelf_place(struct shelf *shelf, uint64_t name)
{
	return &shelf->places[name % SHELF_PLACES];
}

static void shelf_clear(struct shelf *shelf, struct shelf_place *place)
{
	struct shelf_item *item = place->item;

	if (!item)
		return;
	place->item = NULL;
	place->name = 0;
	shelf->bytes -= item->bytes;
	item->destroy(item);
}

void shelf_destroy(struct shelf *shelf)
{
	for (size_t i = 0; i < SHELF_PLACES; i++)
		shelf_clear(shelf, &shelf->places[i]);
	free(shelf);
}

struct shelf_item *shelf_find(struct shelf *shelf, uint64_t owner, uint64_t hash)
{
	const uint64_t name = shelf_name(owner, hash);
	struct shelf_place *place;

	if (!shelf)
		return NULL;
	place = shelf_place(shelf, name);
	if (place->name != name || place->item->owner != owner || place->item->hash != hash)
		return NULL;
	place->asked = name;
	return place->item;
}

bool shelf_wants(struct shelf *shelf, uint64_t owner, uint64_t hash)
{
	const uint64_t name = shelf_name(owner, hash);
	struct shelf_place *place;
	bool again;

	if (!shelf)
		return false;
	place = shelf_place(shelf, name);
	again = place->asked == name;
	place->asked = name;
	return again;
}

/* What was the last that its place was asked for stays for one more round. */
static void shelf_pass(struct shelf *shelf, struct shelf_place *place)
{
	if (place->asked == place->name)
		place->asked = 0;
	else
		shelf_clear(shelf, place);
}

/* Two rounds are enough: then nothing is left. */
static void shelf_make_room(struct shelf *shelf, size_t bytes)
{
	while (shelf->bytes > SHELF_BYTES - bytes)
		shelf_pass(shelf, &shelf->places[shelf->hand++ % SHELF_PLACES]);
}

void shelf_put(struct shelf *shelf, struct shelf_item *item)
{
	const uint64_t name = shelf_name(item->owner, item->hash);
	struct shelf_place *place = shelf_place(shelf, name);

	assert(item->bytes <= SHELF_BYTES);
	shelf_clear(shelf, place);
	shelf_make_room(shelf, item->bytes);
	place->item = item;
	place->name = name;
	shelf->bytes += item->bytes;
}

void shelf_drop(struct shelf *shelf, struct shelf_item *item)
{
	struct shelf_place *place = shelf_place(shelf, shelf_name(item->owner, item->hash));

	assert(place->item == item);
	shelf_clear(shelf, place);
}
