/* The page that shows a directory. */
#ifndef REALMS_LISTING_PAGE_H
#define REALMS_LISTING_PAGE_H

#include "postern/request.h"
#include "postern/response.h"

#define LISTING_PAGE_MAX (2 << 20) /* bytes, behind which no further row begins */

/* Answers with the listing of the directory that request->rest, which ends with '/', names below
 * `root`; or with the reason why there is none. */
void listing_page_respond(int root, const struct request *request, struct response *response);

#endif
