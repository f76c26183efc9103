/* How the files of a tree are given. */
#include "base/commons.h"
#include "cred/realm.h"
#include "http/request.h"
#include "http/response.h"
#include "postern/plugin.h"
#include "response_header.h"
#include "tree_fixture.h"

#include <check.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *files_suite(void);

static struct commons *commons;

static void files_setup(void)
{
	commons = commons_create();
}

static void files_teardown(void)
{
	commons_destroy(commons);
}

static struct realm *files_realm(void)
{
	struct error error;
	struct realm *realm =
		realm_create("files:root", (struct origin){.directory = tree_fixture_base()},
			     realm_types, &error);

	ck_assert_msg(realm, "%s", error.text);
	ck_assert_msg(realm_start(realm, NULL, commons, &error), "%s", error.text);
	return realm;
}

/* The caller finishes the response. */
static void files_answer_by(struct realm *realm, const struct request *request,
			    struct response *response)
{
	const struct http_request asked = {.base = *request}; /* without header fields */
	struct avatar_id anonymous;
	struct avatar *avatar;
	struct error error;

	avatar_id_set_anonymous(&anonymous);
	response_init(response);
	ck_assert_int_eq(realm_request_avatar(realm, &anonymous, &avatar, &error), VERDICT_GRANTED);
	avatar_respond(avatar, &asked.base, response);
	avatar_logout(avatar);
	ck_assert(!response->broken);
}

/* The same, for the tree mounted at the root. */
static void files_answer(const char *method, const char *path, struct response *response)
{
	const struct request request = {
		.method = octets_from(method),
		.path = octets_from(path),
		.rest = octets_from(path),
	};
	struct realm *realm = files_realm();

	files_answer_by(realm, &request, response);
	realm_destroy(realm);
}

/* Asserts the status of the answer to GET, and its type and body. */
static void files_gives(const char *path, unsigned int status, const char *type, const char *body)
{
	struct response response;

	files_answer("GET", path, &response);
	response_settle(&response, false);
	ck_assert_msg(response.status == status, "%s: %u", path, response.status);
	ck_assert_str_eq(response_header(&response, "Content-Type"), type);
	ck_assert_msg(octets_equal(response.body, octets_from(body)), "%s: '%.*s'", path,
		      (int)response.body.length, response.body.data);
	response_finish(&response);
}

START_TEST(a_file_is_given_with_its_type)
{
	files_gives("/ten.bin", 200, "application/octet-stream", "0123456789");
	files_gives("/a b%é?.txt", 200, "text/plain; charset=utf-8", "strange name");
	files_gives("/empty.txt", 200, "text/plain; charset=utf-8", "");
}
END_TEST

START_TEST(an_index_has_the_type_of_its_own_name)
{
	files_gives("/dir/", 200, "text/html; charset=utf-8", "<p>index");
}
END_TEST

START_TEST(browsers_are_told_not_to_guess_the_type)
{
	struct response response;

	files_answer("GET", "/ten.bin", &response);
	ck_assert_str_eq(response_header(&response, "X-Content-Type-Options"), "nosniff");
	response_finish(&response);
}
END_TEST

START_TEST(a_refusal_is_short_plain_text)
{
	files_gives("/missing", 404, "text/plain; charset=utf-8", "404 Not Found\n");
	files_gives("/../outside", 404, "text/plain; charset=utf-8", "404 Not Found\n");
}
END_TEST

START_TEST(a_small_file_is_read_into_memory)
{
	struct response response;

	files_answer("GET", "/small.bin", &response);
	ck_assert_int_eq(response.body_kind, RESPONSE_TEXT);
	ck_assert_uint_eq(response.body.length, TREE_LARGE - 1);
	for (size_t i = 0; i < TREE_LARGE - 1; i++)
		ck_assert_int_eq(response.body.data[i], '0' + (int)(i % 10));
	response_finish(&response);
}
END_TEST

START_TEST(a_large_file_is_sent_by_its_descriptor)
{
	struct response response;
	struct stat status;

	files_answer("GET", "/large.bin", &response);
	ck_assert_int_eq(response.body_kind, RESPONSE_FILE);
	ck_assert_uint_eq(response.offset, 0);
	ck_assert_uint_eq(response.length, TREE_LARGE);
	ck_assert_int_eq(fstat(response.descriptor, &status), 0);
	ck_assert_int_eq(status.st_size, TREE_LARGE);
	ck_assert_str_eq(response_header(&response, "Content-Type"), "application/octet-stream");
	response_finish(&response);
}
END_TEST

/* A file of sysfs says that it has a page full of bytes, and then has a few. */
START_TEST(a_file_that_is_shorter_than_it_said_is_given_as_it_is)
{
	const struct request request = {
		.method = OCTETS("GET"),
		.path = OCTETS("/online"),
		.rest = OCTETS("/online"),
	};
	struct response response;
	struct error error;
	struct realm *realm = realm_create("files:/sys/devices/system/cpu",
					   (struct origin){.directory = "/"}, realm_types, &error);

	ck_assert_msg(realm, "%s", error.text);
	ck_assert_msg(realm_start(realm, NULL, commons, &error), "%s", error.text);
	files_answer_by(realm, &request, &response);
	ck_assert_uint_eq(response.status, 200);
	ck_assert_uint_gt(response.body.length, 0);
	ck_assert_uint_lt(response.body.length, 1024);
	response_finish(&response);
	realm_destroy(realm);
}
END_TEST

START_TEST(a_directory_without_its_slash_is_redirected)
{
	static const struct {
		const char *label;
		const char *path;
		const char *rest;
		const char *location;
	} rows[] = {
		{"a directory", "/dir", "/dir", "/dir/?a=b"},
		{"below a mount", "/example/dir", "/dir", "/example/dir/?a=b"},
		{"the mount itself", "/example", "", "/example/?a=b"},
	};
	struct realm *realm = files_realm();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct request request = {
			.method = OCTETS("GET"),
			.path = octets_from(rows[i].path),
			.rest = octets_from(rows[i].rest),
			.query = OCTETS("a=b"),
		};
		struct response response;

		files_answer_by(realm, &request, &response);
		ck_assert_msg(response.status == 301, "%s: %u", rows[i].label, response.status);
		ck_assert_str_eq(response_header(&response, "Location"), rows[i].location);
		response_finish(&response);
	}
	realm_destroy(realm);
}
END_TEST

START_TEST(files_may_only_be_read)
{
	struct response response;

	files_answer("POST", "/ten.bin", &response);
	ck_assert_uint_eq(response.status, 405);
	ck_assert_str_eq(response_header(&response, "Allow"), "GET, HEAD, OPTIONS");
	response_finish(&response);
}
END_TEST

START_TEST(head_is_answered_like_get)
{
	struct response response;

	files_answer("HEAD", "/ten.bin", &response);
	ck_assert_uint_eq(response.status, 200);
	ck_assert_uint_eq(response.length, 10);
	response_finish(&response);
}
END_TEST

START_TEST(what_is_no_directory_is_refused_at_the_start)
{
	static const struct {
		const char *string;
		const char *reason;
	} rows[] = {
		{"files:missing", "/missing': No such file or directory"},
		{"files:outside", "/outside': Not a directory"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *base = tree_fixture_base();
		char expected[256];
		struct error error;

		snprintf(expected, sizeof(expected), "realm 'files': cannot open '%s%s", base,
			 rows[i].reason);
		ck_assert_ptr_null(realm_create(rows[i].string, (struct origin){.directory = base},
						realm_types, &error));
		ck_assert_str_eq(error.text, expected);
	}
}
END_TEST

START_TEST(exactly_one_argument_is_wanted)
{
	const char *base = tree_fixture_base();
	struct error error;

	ck_assert_ptr_null(
		realm_create("files", (struct origin){.directory = base}, realm_types, &error));
	ck_assert_str_eq(error.text, "realm 'files': expected a path");
	ck_assert_ptr_null(realm_create("files:root:more", (struct origin){.directory = base},
					realm_types, &error));
	ck_assert_str_eq(error.text, "realm 'files': unexpected 'more'");
}
END_TEST

START_TEST(no_answer_leaves_a_descriptor_open)
{
	static const char *const paths[] = {"/ten.bin", "/large.bin", "/dir", "/missing"};
	struct realm *realm = files_realm();
	int before = dup(STDERR_FILENO);

	close(before);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const struct request request = {
			.method = OCTETS("GET"),
			.path = octets_from(paths[i]),
			.rest = octets_from(paths[i]),
		};
		struct response response;
		int after;

		files_answer_by(realm, &request, &response);
		response_finish(&response);
		after = dup(STDERR_FILENO);
		close(after);
		ck_assert_msg(after == before, "%s", paths[i]);
	}
	realm_destroy(realm);
}
END_TEST

Suite *files_suite(void)
{
	Suite *suite = suite_create("files");
	TCase *tests = tcase_create("files");

	tcase_add_unchecked_fixture(tests, tree_fixture_setup, tree_fixture_teardown);
	tcase_add_checked_fixture(tests, files_setup, files_teardown);
	tcase_add_test(tests, a_file_is_given_with_its_type);
	tcase_add_test(tests, an_index_has_the_type_of_its_own_name);
	tcase_add_test(tests, browsers_are_told_not_to_guess_the_type);
	tcase_add_test(tests, a_refusal_is_short_plain_text);
	tcase_add_test(tests, a_small_file_is_read_into_memory);
	tcase_add_test(tests, a_large_file_is_sent_by_its_descriptor);
	tcase_add_test(tests, a_file_that_is_shorter_than_it_said_is_given_as_it_is);
	tcase_add_test(tests, a_directory_without_its_slash_is_redirected);
	tcase_add_test(tests, files_may_only_be_read);
	tcase_add_test(tests, head_is_answered_like_get);
	tcase_add_test(tests, what_is_no_directory_is_refused_at_the_start);
	tcase_add_test(tests, exactly_one_argument_is_wanted);
	tcase_add_test(tests, no_answer_leaves_a_descriptor_open);
	suite_add_tcase(suite, tests);
	return suite;
}
