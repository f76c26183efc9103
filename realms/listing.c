/* Reads directories, and puts what is in them in order. */
#include "listing.h"

#include "postern/memory.h"
#include "postern/octets_parts.h"
#include "tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* One parameter of the query; others than these say nothing. */
static void listing_take_parameter(struct listing_order *order, struct octets parameter)
{
	if (octets_equal(parameter, OCTETS("sort=name")))
		order->key = LISTING_BY_NAME;
	else if (octets_equal(parameter, OCTETS("sort=size")))
		order->key = LISTING_BY_SIZE;
	else if (octets_equal(parameter, OCTETS("sort=time")))
		order->key = LISTING_BY_TIME;
	else if (octets_equal(parameter, OCTETS("order=asc")))
		order->descending = false;
	else if (octets_equal(parameter, OCTETS("order=desc")))
		order->descending = true;
}

struct listing_order listing_order_from(struct octets query)
{
	struct listing_order order = {.key = LISTING_BY_NAME};
	struct octets parameter;

	while (octets_next(&query, '&', &parameter))
		listing_take_parameter(&order, parameter);
	return order;
}

/* Targets with control characters are no requests. */
static bool listing_can_be_named(const char *name)
{
	if (name[0] == '.')
		return false;
	for (; *name != '\0'; name++) {
		if ((unsigned char)*name < 0x20 || *name == 0x7f)
			return false;
	}
	return true;
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

static void listing_add(struct listing *listing, const char *name, const struct stat *status)
{
	listing->entries =
		memory_make_room(listing->entries, listing->count, sizeof(*listing->entries));
	listing->entries[listing->count++] = (struct listing_entry){
		.name = memory_copy_text(octets_from(name)),
		.is_directory = S_ISDIR(status->st_mode),
		.size = (uint64_t)status->st_size,
		.modified = status->st_mtime,
	};
}

static void listing_fill(struct listing *listing, int root, const struct tree_file *directory,
			 DIR *stream)
{
	struct dirent *entry;
	struct stat status;

	for (size_t i = 0; (entry = readdir(stream)); i++) {
		if (i == LISTING_MAX) {
			listing->cut = true;
			return;
		}
		if (listing_can_be_named(entry->d_name) &&
		    listing_look(root, directory, entry->d_name, &status) &&
		    (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
			listing_add(listing, entry->d_name, &status);
	}
}

unsigned int listing_read(struct listing *listing, int root, struct octets rest)
{
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
	listing_fill(listing, root, &directory, stream);
	closedir(stream);
	return 200;
}

static int listing_compare_keys(const struct listing_entry *a, const struct listing_entry *b,
				enum listing_key key)
{
	switch (key) {
	case LISTING_BY_SIZE:
		return a->is_directory ? 0 : (a->size > b->size) - (a->size < b->size);
	case LISTING_BY_TIME:
		return (a->modified > b->modified) - (a->modified < b->modified);
	default:
		return strcmp(a->name, b->name);
	}
}

static int listing_compare(const void *one, const void *other, void *data)
{
	const struct listing_entry *a = one;
	const struct listing_entry *b = other;
	const struct listing_order *order = data;
	int difference;

	if (a->is_directory != b->is_directory)
		return a->is_directory ? -1 : 1;
	difference = listing_compare_keys(a, b, order->key);
	if (difference == 0)
		return strcmp(a->name, b->name);
	return order->descending ? -difference : difference;
}

void listing_sort(struct listing *listing, struct listing_order order)
{
	if (listing->count > 0)
		qsort_r(listing->entries, listing->count, sizeof(*listing->entries),
			listing_compare, &order);
}

void listing_finish(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		free(listing->entries[i].name);
	free(listing->entries);
}
