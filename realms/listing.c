/* Reads directories, and keeps the first names of those that are too large. */
#include "listing.h"

#include "postern/memory.h"
#include "tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Targets with control characters are no requests. What is behind FUSE may have longer names than
 * there are. */
static bool listing_can_be_named(const char *name)
{
	size_t length = 0;

	if (name[0] == '.')
		return false;
	for (; name[length] != '\0'; length++) {
		if ((unsigned char)name[length] < 0x20 || name[length] == 0x7f)
			return false;
	}
	return length <= NAME_MAX;
}

static void listing_sort(struct listing *listing, struct listing_order order)
{
	if (listing->count > 0)
		qsort_r(listing->entries, listing->count, sizeof(*listing->entries),
			listing_order_compare, &order);
}

/* Keeps the first ones; in no order where that is all. */
static void listing_cut(struct listing *listing, struct listing_order order)
{
	if (listing->count <= LISTING_MAX)
		return;
	listing_sort(listing, order);
	while (listing->count > LISTING_MAX) {
		free(listing->entries[--listing->count].name);
		listing->left_out++;
	}
}

/* Once it was cut, what comes behind the last of those that were kept then is not wanted. */
static bool listing_wants(const struct listing *listing, const struct listing_entry *entry,
			  struct listing_order order)
{
	return listing->left_out == 0 ||
	       listing_order_compare(entry, &listing->entries[LISTING_MAX - 1], &order) < 0;
}

/* The name is borrowed. */
static void listing_take(struct listing *listing, const struct listing_entry *entry,
			 struct listing_order order)
{
	if (!listing_wants(listing, entry, order)) {
		listing->left_out++;
		return;
	}
	listing->entries =
		memory_make_room(listing->entries, listing->count, sizeof(*listing->entries));
	listing->entries[listing->count] = *entry;
	listing->entries[listing->count++].name = memory_copy_text(octets_from(entry->name));
	/* Seldom: half of what is sorted has come since the last time. */
	if (listing->count == 2 * LISTING_MAX)
		listing_cut(listing, order);
}

static void listing_gather(struct listing *listing, DIR *stream, struct listing_order order)
{
	struct dirent *next;

	for (size_t i = 0; (next = readdir(stream)); i++) {
		if (i == LISTING_READ) {
			listing->unread = true;
			break;
		}
		if (listing_can_be_named(next->d_name))
			listing_take(
				listing,
				&(struct listing_entry){.name = next->d_name,
							.is_directory = next->d_type == DT_DIR},
				order);
	}
	listing_cut(listing, order);
}

/* A link is what it leads to, as for whoever asks for it. */
static bool listing_look(int root, const struct tree_file *directory, const char *name,
			 struct stat *status)
{
	char path[PATH_MAX];

	if (fstatat(directory->descriptor, name, status, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if (!S_ISLNK(status->st_mode))
		return true;
	return (size_t)snprintf(path, sizeof(path), "%s/%s", directory->name, name) <
		       sizeof(path) &&
	       tree_look(root, path, status);
}

/* False when no request could get it. */
static bool listing_look_at(struct listing_entry *entry, int root,
			    const struct tree_file *directory)
{
	struct stat status;

	if (!listing_look(root, directory, entry->name, &status))
		return false;
	entry->is_directory = S_ISDIR(status.st_mode);
	entry->size = (uint64_t)status.st_size;
	entry->modified = status.st_mtime;
	return entry->is_directory || S_ISREG(status.st_mode);
}

static void listing_look_at_all(struct listing *listing, int root,
				const struct tree_file *directory)
{
	size_t count = listing->count;

	listing->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct listing_entry entry = listing->entries[i];

		if (listing_look_at(&entry, root, directory))
			listing->entries[listing->count++] = entry;
		else
			free(entry.name);
	}
}

unsigned int listing_read(struct listing *listing, int root, struct octets rest,
			  struct listing_order order)
{
	const struct listing_order by_name = {
		.key = LISTING_BY_NAME,
		.descending = order.descending && order.key == LISTING_BY_NAME,
	};
	struct tree_file directory;
	unsigned int answer = tree_open_directory(root, rest, &directory);
	DIR *stream;

	*listing = (struct listing){.count = 0};
	if (answer != 200)
		return answer;
	stream = fdopendir(directory.descriptor);
	if (!stream) {
		close(directory.descriptor);
		return 503;
	}
	listing_gather(listing, stream, by_name);
	listing_look_at_all(listing, root, &directory);
	closedir(stream);
	listing_sort(listing, order);
	return 200;
}

void listing_finish(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->entries[i].name);
	free(listing->entries);
}
