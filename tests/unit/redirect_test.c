/* Where a client goes that forgot the '/' after a directory's name, and where it never goes. */
#include "../../realms/redirect.h"

#include "http/response.h"
#include "response_header.h"

#include <check.h>

Suite *redirect_suite(void);

/* Asserts the status and the Location. */
static void redirect_leads(const char *label, struct octets path, struct octets query,
			   unsigned int status, const char *location)
{
	const struct request request = {.method = OCTETS("GET"), .path = path, .query = query};
	struct response response;

	response_init(&response);
	redirect_to_directory(&request, &response);
	ck_assert_msg(!response.broken, "%s", label);
	ck_assert_msg(response.status == status, "%s: %u", label, response.status);
	if (location)
		ck_assert_str_eq(response_header(&response, "Location"), location);
	response_finish(&response);
}

START_TEST(the_path_gets_a_slash_at_its_end)
{
	static const struct {
		const char *label;
		const char *path;
		const char *query;
		const char *location;
	} rows[] = {
		{"a directory", "/dir", NULL, "/dir/"},
		{"a deep one", "/example/dir/sub", NULL, "/example/dir/sub/"},
		{"a query", "/dir", "a=%20&b", "/dir/?a=%20&b"},
		{"an empty query", "/dir", "", "/dir/?"},
		{"what stands for itself", "/a-._~!$&'()*+,;=:@9Z", NULL, "/a-._~!$&'()*+,;=:@9Z/"},
		{"what is encoded again", "/a b%é?#\"<", NULL, "/a%20b%25%C3%A9%3F%23%22%3C/"},
		{"a header of its own", "/x\r\nSet-Cookie: y", NULL, "/x%0D%0ASet-Cookie:%20y/"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		redirect_leads(rows[i].label, octets_from(rows[i].path), octets_from(rows[i].query),
			       301, rows[i].location);
	redirect_leads("a NUL", OCTETS("/a\0b"), (struct octets){0}, 301, "/a%00b/");
}
END_TEST

START_TEST(no_path_leads_to_another_host)
{
	static const struct {
		const char *label;
		const char *path;
		const char *location;
	} rows[] = {
		{"two slashes", "//evil.example/dir", "/evil.example/dir/"},
		{"three slashes", "///evil.example/dir", "/evil.example/dir/"},
		{"a backslash, which browsers take for a slash", "/\\evil.example",
		 "/%5Cevil.example/"},
		{"no slash", "http://evil.example", "/http://evil.example/"},
		{"only slashes", "//", "/"},
		{"nothing", "", "/"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		redirect_leads(rows[i].label, octets_from(rows[i].path), (struct octets){0}, 301,
			       rows[i].location);
}
END_TEST

START_TEST(what_gets_too_long_is_refused)
{
	static const struct {
		const char *label;
		size_t path;
		size_t query;
		unsigned int status;
	} rows[] = {
		{"the longest query", 4, 1017, 301}, {"a query one byte longer", 4, 1018, 414},
		{"a long query", 4, 4000, 414},      {"a long path", 1000, 0, 301},
		{"a longer path", 1024, 0, 414},     {"the longest path", 4000, 0, 414},
	};
	char text[4096];

	memset(text, 'a', sizeof(text));
	text[0] = '/';
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		redirect_leads(rows[i].label, (struct octets){.data = text, .length = rows[i].path},
			       (struct octets){.data = text, .length = rows[i].query},
			       rows[i].status, NULL);
}
END_TEST

START_TEST(the_longest_encoded_path_leaves_room_for_its_slash)
{
	char text[512];

	memset(text, ' ', sizeof(text));
	memset(text, 'a', 3);
	for (size_t start = 0; start < 3; start++) {
		for (size_t length = 330; length < 350; length++) {
			size_t location = 1 + (3 - start) + 3 * length + 1;

			redirect_leads(
				"blanks",
				(struct octets){.data = text + start, .length = 3 - start + length},
				(struct octets){0}, location < 1024 ? 301 : 414, NULL);
		}
	}
}
END_TEST

Suite *redirect_suite(void)
{
	Suite *suite = suite_create("redirect");
	TCase *tests = tcase_create("redirect");

	tcase_add_test(tests, the_path_gets_a_slash_at_its_end);
	tcase_add_test(tests, no_path_leads_to_another_host);
	tcase_add_test(tests, what_gets_too_long_is_refused);
	tcase_add_test(tests, the_longest_encoded_path_leaves_room_for_its_slash);
	suite_add_tcase(suite, tests);
	return suite;
}
