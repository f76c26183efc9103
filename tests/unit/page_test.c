/* What the page shows, and what it keeps from being markup. */
#include "cred/realm.h"
#include "http/request.h"
#include "http/response.h"
#include "own_style.h"
#include "postern/plugin.h"
#include "response_header.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_PATH_MAX 1024

Suite *page_suite(void);

static struct realm *page_realm(const char *string)
{
	struct error error;
	struct realm *realm =
		realm_create(string, (struct origin){.directory = "/"}, realm_types, &error);

	ck_assert_msg(realm, "%s", error.text);
	return realm;
}

/* The caller finishes the response. */
static void page_answer_as(const char *string, const char *method, struct octets path,
			   const struct avatar_id *avatar_id, struct response *response)
{
	/* Without header fields. */
	const struct http_request request = {
		.base.method = octets_from(method),
		.base.target = path,
		.base.path = path,
		.base.rest = path,
		.base.avatar_id = avatar_id,
	};
	struct realm *realm = page_realm(string);
	struct avatar *avatar;
	struct error error;

	response_init(response);
	ck_assert_int_eq(realm_request_avatar(realm, avatar_id, &avatar, &error), VERDICT_GRANTED);
	avatar_respond(avatar, &request.base, response);
	avatar_logout(avatar);
	realm_destroy(realm);
}

static void page_answer(const char *method, struct octets path, const struct avatar_id *avatar_id,
			struct response *response)
{
	page_answer_as("page", method, path, avatar_id, response);
}

static struct avatar_id page_name(const char *name)
{
	struct avatar_id avatar_id;

	if (name)
		ck_assert(avatar_id_set(&avatar_id, octets_from(name)));
	else
		avatar_id_set_anonymous(&avatar_id);
	return avatar_id;
}

/* The page for `path`, NUL-terminated, to be freed. `name` NULL is anonymous. */
static char *page_html(struct octets path, const char *name)
{
	struct avatar_id avatar_id = page_name(name);
	struct response response;
	char *html;

	page_answer("GET", path, &avatar_id, &response);
	ck_assert_uint_eq(response.status, 200);
	html = strndup(response.body.data, response.body.length);
	ck_assert_uint_eq(strlen(html), response.body.length);
	response_finish(&response);
	return html;
}

/* Asserts that the page for `path` has the heading. */
static void page_shows(const char *label, struct octets path, const char *heading)
{
	char *html = page_html(path, NULL);
	char expected[4 * PAGE_PATH_MAX];

	snprintf(expected, sizeof(expected), "<h1><bdi>%s</bdi></h1>\n", heading);
	ck_assert_msg(strstr(html, expected), "%s: no '%s' in:\n%s", label, expected, html);
	free(html);
}

START_TEST(the_last_part_of_the_path_is_shown)
{
	static const struct {
		const char *label;
		const char *path;
		const char *heading;
	} rows[] = {
		{"the article's example", "/example/foo", "foo"},
		{"a slash at the end", "/example/foo/", "foo"},
		{"the mount itself", "/example", "example"},
		{"the root", "/", "/"},
		{"a blank", "/example/a b", "a b"},
		{"UTF-8", "/example/Zoë ✓ 𝄞", "Zoë ✓ 𝄞"},
		{"a percent sign", "/example/%s%n", "%s%n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		page_shows(rows[i].label, octets_from(rows[i].path), rows[i].heading);
}
END_TEST

START_TEST(markup_in_the_path_is_escaped)
{
	char *html = page_html(octets_from("/x/<b title=\"'\">&amp;"), NULL);
	const char *escaped = "&lt;b title=&quot;&#39;&quot;&gt;&amp;amp;";
	const char *title = strstr(html, "<title>");

	ck_assert_ptr_nonnull(title);
	ck_assert_int_eq(strncmp(title + strlen("<title>"), escaped, strlen(escaped)), 0);
	ck_assert_ptr_nonnull(strstr(strstr(html, "<h1>"), escaped));
	ck_assert_ptr_null(strstr(html, "<b "));
	free(html);
}
END_TEST

START_TEST(what_is_no_character_is_replaced)
{
	static const struct {
		const char *label;
		struct octets path;
		const char *heading;
	} rows[] = {
		{"a lone continuation byte", OCTETS("/a\x80z"), "a�z"},
		{"a cut sequence", OCTETS("/a\xe2\x9c"), "a��"},
		{"an overlong '<'", OCTETS("/\xc0\xbc"), "��"},
		{"a surrogate", OCTETS("/\xed\xa0\x80"), "���"},
		{"a control character", OCTETS("/a\x1b[31m"), "a�[31m"},
		{"a C1 control character", OCTETS("/a\xc2\x9b"), "a�"},
		{"an override", OCTETS("/\xe2\x80\xaegnp.exe"), "�gnp.exe"},
		{"an embedding", OCTETS("/\xe2\x80\xaa"), "�"},
		{"an isolate", OCTETS("/\xe2\x81\xa6"), "�"},
		{"the end of one", OCTETS("/\xe2\x81\xa9"), "�"},
		{"a delete", OCTETS("/a\x7f"), "a�"},
		{"a NUL", OCTETS("/a\0z"), "a�z"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		page_shows(rows[i].label, rows[i].path, rows[i].heading);
}
END_TEST

/* "/" and `count` times the character. */
static struct octets page_path_of(const char *character, size_t count, char path[PAGE_PATH_MAX])
{
	char *end = stpcpy(path, "/");

	for (size_t i = 0; i < count; i++)
		end = stpcpy(end, character);
	return octets_from(path);
}

START_TEST(a_long_segment_is_cut_at_a_characters_border)
{
	static const struct {
		const char *label;
		const char *character;
		size_t count;
		size_t shown;
	} rows[] = {
		{"255 bytes", "a", 255, 255},      {"256 bytes", "a", 256, 255},
		{"two bytes each", "é", 300, 127}, {"three bytes each", "✓", 300, 85},
		{"four bytes each", "𝄞", 200, 63},
	};
	char heading[PAGE_PATH_MAX];
	char path[PAGE_PATH_MAX];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		page_path_of(rows[i].character, rows[i].shown, heading);
		if (rows[i].shown < rows[i].count)
			strcat(heading, "…");
		page_shows(rows[i].label, page_path_of(rows[i].character, rows[i].count, path),
			   heading + 1);
	}
}
END_TEST

START_TEST(who_is_logged_in_is_greeted)
{
	char *html = page_html(octets_from("/foo"), "<al&ice>");

	ck_assert_ptr_nonnull(strstr(html, "<p>Hello, <bdi>&lt;al&amp;ice&gt;</bdi>.</p>\n"));
	free(html);
}
END_TEST

START_TEST(anonymous_is_not_greeted)
{
	char *html = page_html(octets_from("/foo"), NULL);

	ck_assert_ptr_null(strstr(html, "Hello"));
	free(html);
}
END_TEST

START_TEST(the_longest_texts_fit)
{
	char path[PAGE_PATH_MAX];
	char name[PAGE_PATH_MAX];
	char *html;

	page_path_of("\"", AVATAR_ID_MAX + 1, path);
	page_path_of("\"", AVATAR_ID_MAX, name);
	html = page_html(octets_from(path), name + 1);
	ck_assert_ptr_nonnull(strstr(html, "&quot;</bdi>.</p>\n</main>\n"));
	free(html);
}
END_TEST

START_TEST(the_page_may_only_be_read)
{
	struct avatar_id anonymous = page_name(NULL);
	struct response response;

	page_answer("POST", OCTETS("/foo"), &anonymous, &response);
	ck_assert_uint_eq(response.status, 405);
	ck_assert_str_eq(response_header(&response, "Allow"), "GET, HEAD, OPTIONS");
	response_finish(&response);
}
END_TEST

START_TEST(head_is_answered_like_get)
{
	struct avatar_id anonymous = page_name(NULL);
	struct response head;
	struct response get;

	page_answer("HEAD", OCTETS("/foo"), &anonymous, &head);
	page_answer("GET", OCTETS("/foo"), &anonymous, &get);
	ck_assert_uint_eq(head.status, 200);
	ck_assert_uint_eq(head.length, get.length);
	ck_assert_str_eq(response_header(&head, "ETag"), response_header(&get, "ETag"));
	ck_assert_str_eq(response_header(&head, "Content-Type"), "text/html; charset=utf-8");
	ck_assert_str_eq(response_header(&head, "X-Content-Type-Options"), "nosniff");
	response_finish(&head);
	response_finish(&get);
}
END_TEST

START_TEST(the_policy_allows_the_pages_own_style_and_nothing_else)
{
	struct avatar_id anonymous = page_name(NULL);
	struct response response;

	page_answer("GET", OCTETS("/foo"), &anonymous, &response);
	assert_only_own_style(response.body, response_header(&response, "Content-Security-Policy"));
	response_finish(&response);
}
END_TEST

START_TEST(everybody_gets_the_same_avatar)
{
	struct avatar_id anonymous = page_name(NULL);
	struct avatar_id alice = page_name("alice");
	struct realm *realm = page_realm("page");
	struct avatar *first;
	struct avatar *second;
	struct error error;

	ck_assert_int_eq(realm_request_avatar(realm, &anonymous, &first, &error), VERDICT_GRANTED);
	ck_assert_int_eq(realm_request_avatar(realm, &alice, &second, &error), VERDICT_GRANTED);
	ck_assert_ptr_eq(first, second);
	realm_destroy(realm);
}
END_TEST

START_TEST(a_text_of_its_own_stands_in_the_place_of_the_path)
{
	struct avatar_id avatar_id = page_name("alice");
	struct response response;

	page_answer_as("page:Back <soon>\\: at 5", "GET", OCTETS("/example/foo"), &avatar_id,
		       &response);
	ck_assert_ptr_nonnull(
		memmem(response.body.data, response.body.length,
		       "<h1><bdi>Back &lt;soon&gt;: at 5</bdi></h1>\n<p>Hello",
		       strlen("<h1><bdi>Back &lt;soon&gt;: at 5</bdi></h1>\n<p>Hello")));
	ck_assert_ptr_null(memmem(response.body.data, response.body.length, "foo", 3));
	response_finish(&response);
}
END_TEST

static const struct {
	const char *string;
	const char *expected;
} page_refused[] = {
	{"page:", "realm 'page': expected a text of 1 to 255 bytes"},
	{"page:text:more", "realm 'page': unexpected 'more'"},
};

START_TEST(a_text_that_cannot_be_shown_is_refused)
{
	struct error error;

	ck_assert_ptr_null(realm_create(page_refused[_i].string, (struct origin){.directory = "/"},
					realm_types, &error));
	ck_assert_str_eq(error.text, page_refused[_i].expected);
}
END_TEST

START_TEST(a_text_that_would_be_cut_is_refused)
{
	char string[sizeof("page:") + 256] = "page:";
	struct error error;

	memset(string + strlen("page:"), 'a', 256);
	ck_assert_ptr_null(
		realm_create(string, (struct origin){.directory = "/"}, realm_types, &error));
	ck_assert_str_eq(error.text, page_refused[0].expected);
	string[strlen("page:") + 255] = '\0';
	realm_destroy(page_realm(string));
}
END_TEST

Suite *page_suite(void)
{
	Suite *suite = suite_create("page");
	TCase *tests = tcase_create("page");

	tcase_add_test(tests, the_last_part_of_the_path_is_shown);
	tcase_add_test(tests, markup_in_the_path_is_escaped);
	tcase_add_test(tests, what_is_no_character_is_replaced);
	tcase_add_test(tests, a_long_segment_is_cut_at_a_characters_border);
	tcase_add_test(tests, who_is_logged_in_is_greeted);
	tcase_add_test(tests, anonymous_is_not_greeted);
	tcase_add_test(tests, the_longest_texts_fit);
	tcase_add_test(tests, the_page_may_only_be_read);
	tcase_add_test(tests, head_is_answered_like_get);
	tcase_add_test(tests, the_policy_allows_the_pages_own_style_and_nothing_else);
	tcase_add_test(tests, everybody_gets_the_same_avatar);
	tcase_add_test(tests, a_text_of_its_own_stands_in_the_place_of_the_path);
	tcase_add_loop_test(tests, a_text_that_cannot_be_shown_is_refused, 0,
			    sizeof(page_refused) / sizeof(page_refused[0]));
	tcase_add_test(tests, a_text_that_would_be_cut_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
