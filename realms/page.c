/* One fixed page for everybody: it shows a text, or the last part of the path, and greets who is
 * logged in. */
#include "answer.h"
#include "html.h"
#include "postern/container.h"
#include "postern/html_page.h"
#include "postern/memory.h"
#include "postern/realm.h"

#include <stdio.h>
#include <stdlib.h>

/* Text from elsewhere stands in <bdi>, so that its writing direction ends with it. */
#define PAGE_HTML HTML_PAGE_BEGIN("%s", HTML_PAGE_CARD) "<h1><bdi>%s</bdi></h1>\n%s" HTML_PAGE_END

#define PAGE_GREETING "<p>Hello, <bdi>%s</bdi>.</p>\n"

/* The avatar is the same for everybody, and made only once. */
struct page {
	struct realm realm;
	struct avatar avatar;
	char *text; /* NULL: the last part of the path */
};

static struct page *page_from(struct realm *realm)
{
	return container_of(realm, struct page, realm);
}

/* "foo" of "/example/foo" and of "/example/foo/"; "/" of the root. */
static struct octets page_last_segment(struct octets path)
{
	const char *slash;

	while (path.length > 0 && path.data[path.length - 1] == '/')
		path.length--;
	if (path.length == 0)
		return OCTETS("/");
	slash = memrchr(path.data, '/', path.length);
	if (slash) {
		path.length -= (size_t)(slash + 1 - path.data);
		path.data = slash + 1;
	}
	return path;
}

static struct octets page_heading(struct avatar *avatar, const struct request *request)
{
	const struct page *page = container_of(avatar, struct page, avatar);

	return page->text ? octets_from(page->text) : page_last_segment(request->path);
}

static void page_greet(const struct avatar_id *avatar_id, char *greeting, size_t size)
{
	char name[HTML_ESCAPED_MAX];

	greeting[0] = '\0';
	if (!avatar_id || avatar_id->kind != AVATAR_ID_NAMED)
		return;
	html_escape(avatar_id_name(avatar_id), name);
	snprintf(greeting, size, PAGE_GREETING, name);
}

static void page_respond(struct avatar *avatar, const struct request *request,
			 struct response *response)
{
	char heading[HTML_ESCAPED_MAX];
	char greeting[sizeof(PAGE_GREETING) + HTML_ESCAPED_MAX];
	char html[sizeof(PAGE_HTML) + 2 * sizeof(heading) + sizeof(greeting)];
	int length;

	if (answer_unless_read(request, response))
		return;
	html_escape(page_heading(avatar, request), heading);
	page_greet(request->avatar_id, greeting, sizeof(greeting));
	length = snprintf(html, sizeof(html), PAGE_HTML, heading, heading, greeting);
	html_send((struct octets){.data = html, .length = (size_t)length}, HTML_PAGE_CARD_POLICY,
		  request, response);
}

static const struct avatar_type page_avatar = {
	.respond = page_respond,
};

static struct realm *page_create(struct arguments *arguments, struct error *error)
{
	struct octets text;
	bool given = arguments_next(arguments, &text);
	struct page *page;

	if (given && (text.length == 0 || text.length > HTML_TEXT_MAX)) {
		error_set(error, "expected a text of 1 to %d bytes", HTML_TEXT_MAX);
		return NULL;
	}
	page = memory_take(1, sizeof(*page));
	page->text = given ? memory_copy_text(text) : NULL;
	page->avatar.type = &page_avatar;
	return &page->realm;
}

static enum verdict page_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					struct avatar **avatar, struct error *error)
{
	(void)avatar_id;
	(void)error;
	*avatar = &page_from(realm)->avatar;
	return VERDICT_GRANTED;
}

static void page_destroy(struct realm *realm)
{
	struct page *page = page_from(realm);

	free(page->text);
	free(page);
}

const struct realm_type realm_page = {
	.base = {.name = "page",
		 .usage = "[TEXT]",
		 .summary = "a fixed page that shows a text, or the last part of the path"},
	.create = page_create,
	.request_avatar = page_request_avatar,
	.destroy = page_destroy,
};
