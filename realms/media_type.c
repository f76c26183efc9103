/* Reads the lists of media types that systems have, and looks extensions up. */
#include "media_type.h"

#include "media_type_table.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEDIA_TYPES_TEXT_MAX (4 * 1024 * 1024) /* bytes of a file: a longer one is not read */

struct media_types {
	char *text; /* of the file, with NULs behind the words */
	size_t count;
	struct media_type *list; /* in the order of the extensions; they point into the text */
};

/* That of Debian's media-types is made for servers; that of shared-mime-info, for desktops. */
const char *const media_types_paths[] = {"/etc/mime.types", "/usr/share/mime/globs2", NULL};

static bool media_type_is_sane(const char *type)
{
	size_t length = strlen(type);

	for (size_t i = 0; i < length; i++)
		if (type[i] <= ' ' || type[i] > '~')
			return false;
	return length < MEDIA_TYPE_MAX && strchr(type, '/');
}

static void media_types_add(struct media_types *types, const char *extension, const char *value)
{
	if (extension[0] == '\0' || !media_type_is_sane(value))
		return;
	types->list = memory_make_room(types->list, types->count, sizeof(types->list[0]));
	types->list[types->count++] = (struct media_type){.extension = extension, .value = value};
}

/* weight:type:glob, and flags for what is of no use here. */
static void media_types_add_glob(struct media_types *types, char *line)
{
	char *rest = line;
	const char *value;
	const char *glob;

	strsep(&rest, ":");
	value = strsep(&rest, ":");
	glob = strsep(&rest, ":");
	if (!value || !glob || rest || strncmp(glob, "*.", 2) != 0 || strpbrk(glob + 2, "*?[."))
		return;
	media_types_add(types, glob + 2, value);
}

static void media_types_add_words(struct media_types *types, char *line)
{
	char *rest;
	const char *value = strtok_r(line, " \t", &rest);
	const char *extension;

	while (value && (extension = strtok_r(NULL, " \t", &rest)))
		media_types_add(types, extension, value);
}

static void media_types_add_line(struct media_types *types, char *line)
{
	if (line[0] == '#')
		return;
	if (strchr(line, ':'))
		media_types_add_glob(types, line);
	else
		media_types_add_words(types, line);
}

/* Of two lines about one extension the first counts, and it stands before the other in the text. */
static int media_type_compare(const void *a, const void *b)
{
	const struct media_type *one = a;
	const struct media_type *other = b;
	int order = strcasecmp(one->extension, other->extension);

	if (order != 0)
		return order;
	return (one->extension > other->extension) - (one->extension < other->extension);
}

static void media_types_sort(struct media_types *types)
{
	size_t kept = 0;

	if (types->count > 0)
		qsort(types->list, types->count, sizeof(types->list[0]), media_type_compare);
	for (size_t i = 0; i < types->count; i++)
		if (kept == 0 ||
		    strcasecmp(types->list[kept - 1].extension, types->list[i].extension) != 0)
			types->list[kept++] = types->list[i];
	types->count = kept;
}

static void media_types_read(struct media_types *types, const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	struct stat status;
	ssize_t length;

	if (descriptor < 0)
		return;
	if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size < MEDIA_TYPES_TEXT_MAX) {
		types->text = memory_take((size_t)status.st_size + 1, 1);
		length = descriptor_read(descriptor, types->text, (size_t)status.st_size);
		types->text[length > 0 ? length : 0] = '\0';
	}
	close(descriptor);
}

struct media_types *media_types_create(const char *const *paths)
{
	struct media_types *types = memory_take(1, sizeof(*types));
	char *rest;

	for (; *paths && !types->text; paths++)
		media_types_read(types, *paths);
	rest = types->text;
	while (rest)
		media_types_add_line(types, strsep(&rest, "\r\n"));
	media_types_sort(types);
	return types;
}

void media_types_destroy(struct media_types *types)
{
	if (!types)
		return;
	free(types->list);
	free(types->text);
	free(types);
}

static const char *media_types_find(const struct media_types *types, const char *extension)
{
	size_t first = 0;
	size_t end = types->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		int order = strcasecmp(extension, types->list[middle].extension);

		if (order == 0)
			return types->list[middle].value;
		if (order < 0)
			end = middle;
		else
			first = middle + 1;
	}
	return NULL;
}

const char *media_type_of(const struct media_types *types, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *dot = strrchr(slash ? slash : name, '.');
	const char *found = dot ? media_types_find(types, dot + 1) : NULL;

	if (found)
		return found;
	for (const struct media_type *type = media_type_table; dot && type->extension; type++)
		if (strcasecmp(dot + 1, type->extension) == 0)
			return type->value;
	return "application/octet-stream";
}

void media_type_write(const char *type, char field[static MEDIA_TYPE_FIELD_MAX])
{
	char *end = stpcpy(field, type);

	if (strncasecmp(type, "text/", strlen("text/")) == 0)
		strcpy(end, MEDIA_TYPE_PARAMETERS);
}
