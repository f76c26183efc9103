/* Collects directories by their true names. */
#include "daemon/places.h"

#include "postern/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* From a path to the directory that it is in; "/" is in itself. */
static void place_leave(char *path)
{
	char *slash = strrchr(path, '/');

	slash[slash == path] = '\0';
}

/* For free(); NULL with errno set. */
static char *place_find(const char *path)
{
	char *found = realpath(path, NULL);
	struct stat status;

	if (found && (stat(found, &status) != 0 || !S_ISDIR(status.st_mode)))
		place_leave(found);
	return found;
}

bool places_add(struct places *places, const char *path, enum place_use use)
{
	char *directory = place_find(path);

	if (!directory)
		return false;
	if (use == PLACE_WRITE && !text_set_add(&places->written, directory)) {
		free(directory);
		return true;
	}
	places->items = memory_make_room(places->items, places->count, sizeof(*places->items));
	places->items[places->count++] = (struct place){.directory = directory, .use = use};
	return true;
}

bool places_hold(const struct places *places, const char *path)
{
	char *directory = place_find(path);
	bool held = !directory || text_set_has(&places->written, directory);

	while (!held && strcmp(directory, "/") != 0) {
		place_leave(directory);
		held = text_set_has(&places->written, directory);
	}
	free(directory);
	return held;
}

void places_finish(struct places *places)
{
	text_set_finish(&places->written);
	for (size_t i = 0; i < places->count; i++)
		free(places->items[i].directory);
	free(places->items);
	*places = (struct places){.count = 0};
}
