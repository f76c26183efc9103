/* What a response holds, and what breaks it. */
#include "http/failure.h"
#include "http/response.h"
#include "response_header.h"

#include <check.h>
#include <fcntl.h>
#include <unistd.h>

static struct response response;

static void set_up(void)
{
	response_init(&response);
}

static void tear_down(void)
{
	response_finish(&response);
}

START_TEST(a_response_keeps_what_it_is_given)
{
	response_set_status(&response, 404);
	response_add_header(&response, "X-One", "%d", 1);
	response_add_header(&response, "X-Two", "%s", "two");
	response_add_plain_header(&response, "X-Percent", "100%s");
	response_set_text(&response, OCTETS("body"));
	ck_assert_uint_eq(response.status, 404);
	ck_assert_str_eq(response_header(&response, "x-one"), "1");
	ck_assert_str_eq(response_header(&response, "X-Two"), "two");
	ck_assert_str_eq(response_header(&response, "X-Percent"), "100%s");
	ck_assert_ptr_null(response_header(&response, "X-Three"));
	ck_assert(octets_equal(response.body, OCTETS("body")));
	ck_assert(!response.broken);
}
END_TEST

START_TEST(a_value_that_would_split_the_head_breaks_the_response)
{
	response_add_header(&response, "Location", "/a\r\nSet-Cookie: x");
	ck_assert(response.broken);
}
END_TEST

START_TEST(an_empty_value_breaks_the_response)
{
	response_add_header(&response, "X-Empty", "%s", "");
	ck_assert(response.broken);
}
END_TEST

START_TEST(a_name_that_is_none_or_the_servers_breaks_the_response)
{
	static const char *const names[] = {
		"Content-Length",
		"content-length",
		"Transfer-Encoding",
		"Connection",
		"Date",
		"",
		"X:",
		"X Y",
		"X\r\nY",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		response_init(&response);
		response_add_plain_header(&response, names[i], "1");
		ck_assert_msg(response.broken, "'%s'", names[i]);
	}
}
END_TEST

START_TEST(nothing_of_that_is_good_in_a_plain_value)
{
	static const char *const values[] = {"/a\r\nSet-Cookie: x", ""};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		response_init(&response);
		response_add_plain_header(&response, "X", values[i]);
		ck_assert_msg(response.broken, "'%s'", values[i]);
	}
}
END_TEST

START_TEST(more_plain_fields_than_fit_break_the_response)
{
	for (int i = 0; i < RESPONSE_HEADERS_MAX; i++)
		response_add_plain_header(&response, "X", "x");
	ck_assert(!response.broken);
	response_add_plain_header(&response, "X", "x");
	ck_assert(response.broken);
}
END_TEST

START_TEST(a_longer_plain_value_than_fits_breaks_the_response)
{
	char value[RESPONSE_TEXT_MAX + 1] = {0};

	memset(value, 'x', RESPONSE_TEXT_MAX - 1);
	response_add_plain_header(&response, "X", value);
	ck_assert(!response.broken);
	response_init(&response);
	value[RESPONSE_TEXT_MAX - 1] = 'x';
	response_add_plain_header(&response, "X", value);
	ck_assert(response.broken);
}
END_TEST

START_TEST(more_fields_than_fit_break_the_response)
{
	for (int i = 0; i < RESPONSE_HEADERS_MAX; i++)
		response_add_header(&response, "X", "x");
	ck_assert(!response.broken);
	response_add_header(&response, "X", "x");
	ck_assert(response.broken);
}
END_TEST

START_TEST(longer_values_than_fit_break_the_response)
{
	response_add_header(&response, "X", "%*s", RESPONSE_TEXT_MAX - 1, "x");
	ck_assert(!response.broken);
	response_add_header(&response, "X", "x");
	ck_assert(response.broken);
}
END_TEST

START_TEST(the_server_has_room_for_its_own_fields)
{
	for (int i = 0; i < RESPONSE_HEADERS_MAX; i++)
		response_add_header(&response, "X", "%*s",
				    RESPONSE_TEXT_MAX / RESPONSE_HEADERS_MAX - 1, "x");
	ck_assert(!response.broken);
	response_add_own_header(&response, "Cache-Control", "private");
	ck_assert(!response.broken);
	ck_assert_str_eq(response_header(&response, "Cache-Control"), "private");
}
END_TEST

START_TEST(a_replaced_field_is_there_once)
{
	response_add_header(&response, "Cache-Control", "public");
	response_add_header(&response, "X", "x");
	response_add_header(&response, "cache-control", "max-age=60");
	response_replace_header(&response, "Cache-Control", "private");
	ck_assert_uint_eq(response.header_count, 2);
	ck_assert_str_eq(response_header(&response, "Cache-Control"), "private");
	ck_assert_str_eq(response_header(&response, "X"), "x");
}
END_TEST

START_TEST(a_status_that_is_none_breaks_the_response)
{
	response_set_status(&response, 100);
	ck_assert(response.broken);
}
END_TEST

START_TEST(a_file_that_is_not_sent_is_closed)
{
	int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(descriptor, 0);
	response_set_file(&response, descriptor, 0, 1);
	response_fail(&response, 500);
	ck_assert_int_eq(fcntl(descriptor, F_GETFD), -1);
}
END_TEST

START_TEST(a_length_takes_the_place_of_a_body)
{
	int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(descriptor, 0);
	response_set_file(&response, descriptor, 0, 1);
	response_set_length(&response, 40);
	ck_assert_uint_eq(response.length, 40);
	ck_assert_int_eq(fcntl(descriptor, F_GETFD), -1);
}
END_TEST

START_TEST(a_failure_says_its_status_and_is_not_stored)
{
	response_add_header(&response, "X-Before", "x");
	response_fail(&response, 401);
	response_settle(&response, false);
	ck_assert(octets_equal(response.body, OCTETS("401 Unauthorized\n")));
	ck_assert_str_eq(response_header(&response, "Content-Type"), "text/plain; charset=utf-8");
	ck_assert_str_eq(response_header(&response, "Vary"), "Accept");
	ck_assert_str_eq(response_header(&response, "Cache-Control"), "no-store");
	ck_assert_ptr_null(response_header(&response, "Content-Security-Policy"));
	ck_assert_ptr_null(response_header(&response, "X-Before"));
}
END_TEST

START_TEST(a_failure_is_a_page_to_who_reads_html)
{
	response_set_failure(&response, 404);
	response_settle(&response, true);
	ck_assert_uint_eq(response.status, 404);
	ck_assert(octets_equal(response.body, failure_find(404)->page));
	ck_assert_str_eq(response_header(&response, "Content-Type"), "text/html; charset=utf-8");
	ck_assert_str_eq(response_header(&response, "Vary"), "Accept");
	ck_assert_str_eq(response_header(&response, "Content-Security-Policy"), failure_policy);
	ck_assert_ptr_null(response_header(&response, "Cache-Control"));
}
END_TEST

START_TEST(what_is_no_failure_is_settled_already)
{
	response_set_constant(&response, OCTETS("mine"));
	response_settle(&response, true);
	ck_assert(octets_equal(response.body, OCTETS("mine")));
	ck_assert_uint_eq(response.header_count, 0);
}
END_TEST

START_TEST(a_body_takes_the_place_of_a_failures)
{
	response_set_failure(&response, 404);
	response_set_constant(&response, OCTETS("mine"));
	response_settle(&response, true);
	ck_assert(octets_equal(response.body, OCTETS("mine")));
}
END_TEST

Suite *response_suite(void);

Suite *response_suite(void)
{
	Suite *suite = suite_create("response");
	TCase *tcase = tcase_create("response");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_response_keeps_what_it_is_given);
	tcase_add_test(tcase, a_value_that_would_split_the_head_breaks_the_response);
	tcase_add_test(tcase, an_empty_value_breaks_the_response);
	tcase_add_test(tcase, a_name_that_is_none_or_the_servers_breaks_the_response);
	tcase_add_test(tcase, nothing_of_that_is_good_in_a_plain_value);
	tcase_add_test(tcase, more_plain_fields_than_fit_break_the_response);
	tcase_add_test(tcase, a_longer_plain_value_than_fits_breaks_the_response);
	tcase_add_test(tcase, more_fields_than_fit_break_the_response);
	tcase_add_test(tcase, longer_values_than_fit_break_the_response);
	tcase_add_test(tcase, the_server_has_room_for_its_own_fields);
	tcase_add_test(tcase, a_replaced_field_is_there_once);
	tcase_add_test(tcase, a_status_that_is_none_breaks_the_response);
	tcase_add_test(tcase, a_file_that_is_not_sent_is_closed);
	tcase_add_test(tcase, a_length_takes_the_place_of_a_body);
	tcase_add_test(tcase, a_failure_says_its_status_and_is_not_stored);
	tcase_add_test(tcase, a_failure_is_a_page_to_who_reads_html);
	tcase_add_test(tcase, what_is_no_failure_is_settled_already);
	tcase_add_test(tcase, a_body_takes_the_place_of_a_failures);
	suite_add_tcase(suite, tcase);
	return suite;
}
