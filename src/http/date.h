/* Writes points of time as HTTP has them (RFC 9110 section 5.6.7). */
#ifndef HTTP_DATE_H
#define HTTP_DATE_H

#include <time.h>

#define DATE_SIZE sizeof("Sun, 06 Nov 1994 08:49:37 GMT")

/* Zeroed, it has not been written. */
struct date_now {
	time_t second;
	char text[DATE_SIZE];
};

void date_write(time_t time, char date[static DATE_SIZE]);

/* The text for now, written anew when it is another second. */
const char *date_now(struct date_now *date);

#endif
