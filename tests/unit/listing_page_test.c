/* The page that shows a directory: no name in it is markup, and every link leads to its file. */
#include "../../realms/listing_page.h"

#include "../../realms/listing.h"
#include "../../realms/tree.h"
#include "http/request.h"
#include "http/response.h"
#include "own_style.h"
#include "response_header.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *listing_page_suite(void);

/* The listing of the scratch directory, mounted at /m/; the caller finishes the response. */
static void listing_page_answer(const char *rest, const char *query, struct response *response)
{
	char path[128];
	/* Without header fields. */
	const struct http_request request = {
		.base.method = OCTETS("GET"),
		.base.path = {path, (size_t)snprintf(path, sizeof(path), "/m%s", rest)},
		.base.rest = octets_from(rest),
		.base.query = octets_from(query),
	};
	struct error error;
	int root = tree_open_root(scratch_directory(), &error);

	ck_assert_msg(root >= 0, "%s", error.text);
	response_init(response);
	listing_page_respond(root, &request.base, response);
	ck_assert(!response->broken);
	close(root);
}

static bool listing_page_has(const struct response *response, const char *text)
{
	return memmem(response->body.data, response->body.length, text, strlen(text));
}

/* CVE-2012-2687: names that are markup, or a scheme, stay names. */
static const struct {
	const char *label;
	const char *name;
	const char *link;
} names[] = {
	{"a plain one", "a.txt", "<a href=\"./a.txt\"><bdi>a.txt</bdi></a>"},
	{"CVE-2012-2687: an image", "<img src=x>\"&.txt",
	 "<a href=\"./%3Cimg%20src%3Dx%3E%22%26.txt\"><bdi>&lt;img src=x&gt;&quot;&amp;.txt</bdi>"},
	{"an apostrophe", "it's", "<a href=\"./it%27s\"><bdi>it&#39;s</bdi></a>"},
	{"a scheme", "javascript:alert(1)",
	 "<a href=\"./javascript%3Aalert%281%29\"><bdi>javascript:alert(1)</bdi></a>"},
	{"a host", "\\\\evil", "<a href=\"./%5C%5Cevil\"><bdi>\\\\evil</bdi></a>"},
	{"what is decoded", "a%2e?#", "<a href=\"./a%252e%3F%23\"><bdi>a%2e?#</bdi></a>"},
	{"what is not ASCII", "é", "<a href=\"./%C3%A9\"><bdi>é</bdi></a>"},
	{"what is not UTF-8", "\xff.bin", "<a href=\"./%FF.bin\"><bdi>\uFFFD.bin</bdi></a>"},
	{"what turns round what is read", "\u202Egnp.exe",
	 "<a href=\"./%E2%80%AEgnp.exe\"><bdi>\uFFFDgnp.exe</bdi></a>"},
	{"an entity", "&lt;", "<a href=\"./%26lt%3B\"><bdi>&amp;lt;</bdi></a>"},
};

START_TEST(a_name_is_never_markup)
{
	struct response response;

	scratch_write(names[_i].name, OCTETS("x"));
	listing_page_answer("/", NULL, &response);
	ck_assert_uint_eq(response.status, 200);
	ck_assert_msg(listing_page_has(&response, names[_i].link), "%s: %.*s", names[_i].label,
		      (int)response.body.length, response.body.data);
	response_finish(&response);
}
END_TEST

START_TEST(the_path_is_never_markup)
{
	struct response response;

	ck_assert_int_eq(mkdir(scratch_path("<b>\"&"), 0755), 0);
	listing_page_answer("/<b>\"&/", NULL, &response);
	ck_assert(listing_page_has(&response, "<title>Files in /m/&lt;b&gt;&quot;&amp;/</title>"));
	ck_assert(listing_page_has(&response, "<bdi>/m/&lt;b&gt;&quot;&amp;/</bdi>"));
	ck_assert(!listing_page_has(&response, "<b>"));
	response_finish(&response);
}
END_TEST

START_TEST(the_query_is_not_shown)
{
	struct response response;

	scratch_write("a", OCTETS("x"));
	listing_page_answer("/", "sort=<script>", &response);
	ck_assert(!listing_page_has(&response, "script"));
	response_finish(&response);
}
END_TEST

START_TEST(sizes_are_for_people)
{
	static const struct {
		off_t size;
		const char *text;
	} rows[] = {
		{0, "<td>0 B</td>"},
		{1023, "<td>1023 B</td>"},
		{1024, "<td>1.0 KiB</td>"},
		{1536, "<td>1.5 KiB</td>"},
		{10240, "<td>10.0 KiB</td>"},
		{1048524, "<td>1023.9 KiB</td>"},
		{1048525, "<td>1.0 MiB</td>"},
		{1048575, "<td>1.0 MiB</td>"},
		{2988535, "<td>2.9 MiB</td>"}, /* 2.85009 */
		{(off_t)5 << 30, "<td>5.0 GiB</td>"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response response;

		scratch_write("a", OCTETS(""));
		ck_assert_int_eq(truncate(scratch_path("a"), rows[i].size), 0);
		listing_page_answer("/", NULL, &response);
		ck_assert_msg(listing_page_has(&response, rows[i].text), "%s", rows[i].text);
		response_finish(&response);
	}
}
END_TEST

START_TEST(times_are_of_the_calendar)
{
	static const struct {
		time_t modified;
		const char *text;
	} rows[] = {
		{1704164645, "<td>2024-01-02 03:04</td>"},
		{1735689599, "<td>2024-12-31 23:59</td>"},
		{0, "<td>1970-01-01 00:00</td>"},
		{-1, "<td>1969-12-31 23:59</td>"},
	};

	scratch_write("a", OCTETS(""));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct timespec times[2] = {{.tv_sec = 0}, {.tv_sec = rows[i].modified}};
		struct response response;

		ck_assert_int_eq(utimensat(AT_FDCWD, scratch_path("a"), times, 0), 0);
		listing_page_answer("/", NULL, &response);
		ck_assert_msg(listing_page_has(&response, rows[i].text), "%s", rows[i].text);
		response_finish(&response);
	}
}
END_TEST

START_TEST(nothing_above_the_mount_is_linked)
{
	struct response response;

	ck_assert_int_eq(mkdir(scratch_path("sub"), 0755), 0);
	listing_page_answer("/", NULL, &response);
	ck_assert(listing_page_has(&response, "<a href=\"./sub/\"><bdi>sub/</bdi></a>"));
	ck_assert(!listing_page_has(&response, "../"));
	response_finish(&response);
	listing_page_answer("/sub/", NULL, &response);
	ck_assert(listing_page_has(&response, "<a href=\"../\">"));
	ck_assert(listing_page_has(&response, "There is nothing here."));
	response_finish(&response);
}
END_TEST

START_TEST(the_column_that_decides_can_be_turned_round)
{
	static const struct {
		const char *query;
		const char *text;
	} rows[] = {
		{NULL, "aria-sort=\"ascending\"><a href=\"?sort=name&amp;order=desc\">Name</a>"},
		{"sort=size",
		 "aria-sort=\"ascending\"><a href=\"?sort=size&amp;order=desc\">Size</a>"},
		{"sort=time&order=desc",
		 "aria-sort=\"descending\"><a href=\"?sort=time&amp;order=asc\">Modified"},
		{"sort=size", "<th scope=\"col\"><a href=\"?sort=name&amp;order=asc\">Name</a>"},
	};

	scratch_write("a", OCTETS("x"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response response;

		listing_page_answer("/", rows[i].query, &response);
		ck_assert_msg(listing_page_has(&response, rows[i].text), "%s", rows[i].text);
		response_finish(&response);
	}
}
END_TEST

/* Who asks for it and does not read it keeps it in memory, and can do so often. */
START_TEST(the_page_of_the_largest_directory_is_small)
{
	char name[NAME_MAX + 1] = "";
	struct response response;

	for (size_t i = 0; i < LISTING_MAX; i++) {
		snprintf(name, sizeof(name), "%0*zu", (int)sizeof(name) - 1, i);
		memset(name, '"', sizeof(name) / 2);
		ck_assert_int_eq(close(creat(scratch_path(name), 0644)), 0);
	}
	listing_page_answer("/", NULL, &response);
	ck_assert(listing_page_has(&response, " others are left out.</p>\n"));
	ck_assert_uint_le(response.body.length, LISTING_PAGE_MAX + 4096); /* a row, and the end */
	response_finish(&response);
}
END_TEST

START_TEST(it_is_said_how_many_are_left_out)
{
	struct response response;

	for (size_t i = 0; i < LISTING_MAX + 12; i++) {
		char name[32];

		snprintf(name, sizeof(name), "%zu", i);
		ck_assert_int_eq(close(creat(scratch_path(name), 0644)), 0);
	}
	listing_page_answer("/", NULL, &response);
	ck_assert(listing_page_has(&response, "<p>This is not all: 12 others are left out.</p>\n"));
	response_finish(&response);
}
END_TEST

START_TEST(the_policy_allows_its_own_style_and_nothing_else)
{
	struct response response;

	listing_page_answer("/", NULL, &response);
	assert_only_own_style(response.body, response_header(&response, "Content-Security-Policy"));
	ck_assert_str_eq(response_header(&response, "X-Content-Type-Options"), "nosniff");
	response_finish(&response);
}
END_TEST

Suite *listing_page_suite(void)
{
	Suite *suite = suite_create("listing_page");
	TCase *tests = tcase_create("listing page");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, a_name_is_never_markup, 0, sizeof(names) / sizeof(names[0]));
	tcase_add_test(tests, the_path_is_never_markup);
	tcase_add_test(tests, the_query_is_not_shown);
	tcase_add_test(tests, sizes_are_for_people);
	tcase_add_test(tests, times_are_of_the_calendar);
	tcase_add_test(tests, nothing_above_the_mount_is_linked);
	tcase_add_test(tests, the_column_that_decides_can_be_turned_round);
	tcase_add_test(tests, the_page_of_the_largest_directory_is_small);
	tcase_add_test(tests, it_is_said_how_many_are_left_out);
	tcase_add_test(tests, the_policy_allows_its_own_style_and_nothing_else);
	suite_add_tcase(suite, tests);
	return suite;
}
