/* What a file holds, told by its name. */
#ifndef REALMS_MEDIA_TYPE_H
#define REALMS_MEDIA_TYPE_H

struct media_types;

/* The types that the system knows: those of the first of the files that there is, a list that ends
 * with NULL. Lines are `type extension...`, or `weight:type:*.extension`. Never NULL. */
struct media_types *media_types_create(const char *const *paths);
void media_types_destroy(struct media_types *types);

/* Where systems have them. */
extern const char *const media_types_paths[];

/* The media type of a file of that name, by its extension in any case: as the system says, or else
 * a small table; "application/octet-stream" when that says nothing. */
const char *media_type_of(const struct media_types *types, const char *name);

#define MEDIA_TYPE_MAX        128 /* bytes with the NUL: longer ones are left out */
#define MEDIA_TYPE_PARAMETERS "; charset=utf-8"
#define MEDIA_TYPE_FIELD_MAX  (MEDIA_TYPE_MAX + sizeof(MEDIA_TYPE_PARAMETERS))

/* As in Content-Type: text says its charset, or a browser that guesses can be made to guess wrong.
 * The type is shorter than MEDIA_TYPE_MAX, as they all are. */
void media_type_write(const char *type, char field[static MEDIA_TYPE_FIELD_MAX]);

#endif
