/* What a file holds, told by its name. */
#ifndef REALMS_MEDIA_TYPE_H
#define REALMS_MEDIA_TYPE_H

/* The value of Content-Type for a file of that name, by its extension in any case;
 * "application/octet-stream" when that says nothing. */
const char *media_type_of(const char *name);

#endif
