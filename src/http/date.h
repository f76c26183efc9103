/* Writes points of time as HTTP has them (RFC 9110 section 5.6.7). */
#ifndef HTTP_DATE_H
#define HTTP_DATE_H

#include <time.h>

#define DATE_SIZE sizeof("Sun, 06 Nov 1994 08:49:37 GMT")

void date_write(time_t time, char date[static DATE_SIZE]);

#endif
