/* One row of the page that shows a directory: a link, a size and a time. */
#ifndef REALMS_LISTING_ROW_H
#define REALMS_LISTING_ROW_H

#include "html.h"
#include "listing_order.h"
#include "percent.h"

#include <limits.h>

/* Bytes with the NUL: the longest name, in the link and as text, and what stands around them. */
#define LISTING_ROW_MAX (PERCENT_LENGTH * NAME_MAX + HTML_ESCAPED_MAX + 256)

/* The name is not longer than NAME_MAX. Returns where the NUL is. */
char *listing_row_write(char row[static LISTING_ROW_MAX], const struct listing_entry *entry);

#endif
