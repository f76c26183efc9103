/* Writes the page that shows a directory: a table that links sort, without a script. */
#include "listing_page.h"

#include "answer.h"
#include "html.h"
#include "listing.h"
#include "listing_row.h"
#include "postern/html_page.h"

#include <stdio.h>
#include <stdlib.h>

#define LISTING_PAGE_STYLE                                                                         \
	HTML_PAGE_STYLE                                                                            \
	"body{margin:2rem auto;max-width:56rem;padding:0 1rem}"                                    \
	"h1{font-size:1.5rem}"                                                                     \
	"table{width:100%%;margin-top:1rem;border-collapse:collapse}"                              \
	"tr{border-bottom:1px solid #8885}"                                                        \
	"tbody tr:hover{background:#8881}"                                                         \
	"th,td{padding:0;text-align:start;vertical-align:baseline;white-space:nowrap}"             \
	"tbody th{width:100%%;font-weight:inherit;overflow-wrap:anywhere;white-space:normal}"      \
	"td{color:var(--faint);font-variant-numeric:tabular-nums}"                                 \
	"td,th+th{padding-left:1rem}"                                                              \
	":nth-child(2):is(th,td){text-align:end}"                                                  \
	"p a,th a{display:inline-block;min-width:1.5rem;padding:.4rem 0}"                          \
	"tbody a{display:block}"                                                                   \
	"@media(max-width:32rem){"                                                                 \
	"table,thead,tbody{display:block}"                                                         \
	"tr{display:flex;flex-wrap:wrap;justify-content:space-between}"                            \
	"tbody th{flex:none}"                                                                      \
	"tbody a{padding-bottom:0}"                                                                \
	"td{padding:0 0 .4rem;font-size:.875rem}"                                                  \
	"}"                                                                                        \
	"[aria-sort=ascending] a::after{content:' \\25B4'/''}"                                     \
	"[aria-sort=descending] a::after{content:' \\25BE'/''}"

#define LISTING_PAGE_POLICY HTML_PAGE_POLICY("qBMN/nr/02za489bk2g+7oJd/nnWtIVxOvqpNo/x6Yc=")

/* Text from elsewhere stands in <bdi>, so that its writing direction ends with it. */
#define LISTING_PAGE_BEGIN                                                                         \
	HTML_PAGE_BEGIN("Files in %s", LISTING_PAGE_STYLE) "<h1>Files in <bdi>%s</bdi></h1>\n"

static void listing_page_begin(FILE *page, const struct request *request)
{
	char path[HTML_ESCAPED_MAX];

	html_escape(request->path, path);
	fprintf(page, LISTING_PAGE_BEGIN, path, path);
	/* What is above the mount is none of ours. */
	if (request->rest.length > 1)
		fputs("<p><a href=\"../\">Up</a></p>\n", page);
}

/* A click on the column that decides turns it round. */
static void listing_page_column(FILE *page, struct listing_order order, enum listing_key key,
				const char *name, const char *title)
{
	bool decides = order.key == key;

	fputs("<th scope=\"col\"", page);
	if (decides)
		fprintf(page, " aria-sort=\"%s\"", order.descending ? "descending" : "ascending");
	fprintf(page, "><a href=\"?sort=%s&amp;order=%s\">%s</a></th>\n", name,
		decides && !order.descending ? "desc" : "asc", title);
}

/* How many of the entries had room. */
static size_t listing_page_table(FILE *page, const struct listing *listing,
				 struct listing_order order)
{
	char row[LISTING_ROW_MAX];
	size_t shown = 0;

	fputs("<table>\n<thead><tr>\n", page);
	listing_page_column(page, order, LISTING_BY_NAME, "name", "Name");
	listing_page_column(page, order, LISTING_BY_SIZE, "size", "Size");
	listing_page_column(page, order, LISTING_BY_TIME, "time", "Modified (UTC)");
	fputs("</tr></thead>\n<tbody>\n", page);
	while (shown < listing->count && ftello(page) < LISTING_PAGE_MAX) {
		const char *end = listing_row_write(row, &listing->entries[shown++]);

		fwrite(row, 1, (size_t)(end - row), page);
	}
	fputs("</tbody>\n</table>\n", page);
	return shown;
}

static void listing_page_write(FILE *page, const struct request *request,
			       const struct listing *listing, struct listing_order order)
{
	size_t left_out = listing->left_out + listing->count;

	listing_page_begin(page, request);
	if (listing->count > 0)
		left_out -= listing_page_table(page, listing, order);
	else
		fputs("<p>There is nothing here.</p>\n", page);
	if (left_out > 0)
		fprintf(page, "<p>This is not all: %s%zu others are left out.</p>\n",
			listing->unread ? "more than " : "", left_out);
	fputs(HTML_PAGE_END, page);
}

static void listing_page_send(const struct request *request, const struct listing *listing,
			      struct listing_order order, struct response *response)
{
	struct octets body = {.data = NULL};
	char *text = NULL;
	FILE *page = open_memstream(&text, &body.length);

	if (!page)
		abort();
	listing_page_write(page, request, listing, order);
	if (fclose(page) != 0)
		abort();
	body.data = text;
	html_send(body, LISTING_PAGE_POLICY, request, response);
	free(text);
}

void listing_page_respond(int root, const struct request *request, struct response *response)
{
	struct listing_order order = listing_order_from(request->query);
	struct listing listing;
	unsigned int answer = listing_read(&listing, root, request->rest, order);

	if (answer != 200) {
		answer_plain(response, answer);
		return;
	}
	listing_page_send(request, &listing, order, response);
	listing_finish(&listing);
}
