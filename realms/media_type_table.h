/* What a file name extension stands for. */
#ifndef REALMS_MEDIA_TYPE_TABLE_H
#define REALMS_MEDIA_TYPE_TABLE_H

struct media_type {
	const char *extension; /* without the dot; of the table, in lower case */
	const char *value;
};

/* In the order of the extensions; NULL ends it. */
extern const struct media_type media_type_table[];

#endif
