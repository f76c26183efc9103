/* What the access log says of one request, and how: as a line that no client can forge. */
#ifndef HTTP_ACCESS_ENTRY_H
#define HTTP_ACCESS_ENTRY_H

#include "postern/octets.h"

#include <stdint.h>
#include <time.h>

enum access_format {
	ACCESS_NONE = 0,
	ACCESS_COMBINED, /* Apache's and nginx's; \xHH for what could end a field */
	ACCESS_JSON,     /* one object a line; U+FFFD for what is no UTF-8 */
};

#define ACCESS_LINE_MAX 4096 /* bytes with the newline; longer fields are cut, and end in "..." */

/* The time as it is written, made anew once a second. Zeroed to begin with. */
struct access_stamp {
	time_t second;
	char text[32];
};

/* Absent octets: it is not known, or there is none. */
struct access_entry {
	struct timespec time; /* CLOCK_REALTIME, when it ended */
	struct octets client; /* an address */
	struct octets user;   /* whose login was right */
	struct octets method;
	struct octets target;
	struct octets protocol; /* "HTTP/1.1" */
	unsigned int status;    /* 0: the client had gone before there was an answer */
	bool complete;          /* all of the answer was sent */
	uint64_t length;        /* bytes of the body that was sent, if it is complete */
	uint64_t milliseconds;  /* that it took */
	struct octets referer;
	struct octets user_agent;
};

/* Writes one line with its newline, not NUL-terminated; returns its length. */
size_t access_entry_format(const struct access_entry *entry, enum access_format format,
			   struct access_stamp *stamp, char line[static ACCESS_LINE_MAX]);

#endif
