/* Collects directories by their true names. */
#include "daemon/places.h"

#include "postern/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* For free(); NULL with errno set. */
static char *place_find(const char *path)
{
	char *found = realpath(path, NULL);
	struct stat status;
	char *slash;

	if (!found || (stat(found, &status) == 0 && S_ISDIR(status.st_mode)))
		return found;
	slash = strrchr(found, '/');
	/* "/" keeps it. */
	slash[slash == found] = '\0';
	return found;
}

bool places_add(struct places *places, const char *path, enum place_use use)
{
	char *directory = place_find(path);

	if (!directory)
		return false;
	places->items = memory_make_room(places->items, places->count, sizeof(*places->items));
	places->items[places->count++] = (struct place){directory, use};
	return true;
}

static bool place_holds(const struct place *place, const char *directory)
{
	size_t length = strlen(place->directory);

	/* "/" ends where the names in it begin. */
	if (place->directory[length - 1] == '/')
		length--;
	return place->use == PLACE_WRITE && strncmp(place->directory, directory, length) == 0 &&
	       (directory[length] == '/' || directory[length] == '\0');
}

bool places_hold(const struct places *places, const char *path)
{
	char *directory = place_find(path);
	bool held = !directory;

	for (size_t i = 0; !held && i < places->count; i++)
		held = place_holds(&places->items[i], directory);
	free(directory);
	return held;
}

void places_finish(struct places *places)
{
	for (size_t i = 0; i < places->count; i++)
		free(places->items[i].directory);
	free(places->items);
	*places = (struct places){.count = 0};
}
