/* The header fields of a request, as its client has sent them. */
#ifndef HTTP_FIELDS_H
#define HTTP_FIELDS_H

#include "postern/request.h"

#include <microhttpd.h>

struct field {
	struct octets name;
	struct octets value; /* with the white space behind it */
};

/* Where they stand: libmicrohttpd has them, or the list. All zero: there are none. */
struct fields {
	struct MHD_Connection *mhd;
	const struct field *list;
	size_t count;
};

/* As request_read_headers(), for those who have no request to show. */
void fields_read(struct fields fields, struct request_reader *reader);

/* The same with the white space behind the values. */
void fields_read_raw(struct fields fields, struct request_reader *reader);

#endif
