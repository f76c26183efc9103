/* What every realm answers to those who want more than to read. */
#include "../../realms/answer.h"

#include "http/response.h"
#include "response_header.h"

#include <check.h>

Suite *answer_suite(void);

START_TEST(a_refusal_says_its_status)
{
	static const struct {
		unsigned int status;
		const char *body;
		const char *retry_after;
	} rows[] = {
		{301, "301 Moved Permanently\n", NULL},
		{403, "403 Forbidden\n", NULL},
		{404, "404 Not Found\n", NULL},
		{405, "405 Method Not Allowed\n", NULL},
		{414, "414 URI Too Long\n", NULL},
		{501, "501 Not Implemented\n", NULL},
		{418, "Error\n", NULL},
		{503, "503 Service Unavailable\n", "1"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response response;

		response_init(&response);
		answer_plain(&response, rows[i].status);
		response_settle(&response, false);
		ck_assert_uint_eq(response.status, rows[i].status);
		ck_assert_pstr_eq(response_header(&response, "Retry-After"), rows[i].retry_after);
		ck_assert_msg(octets_equal(response.body, octets_from(rows[i].body)), "%u",
			      rows[i].status);
		response_finish(&response);
	}
}
END_TEST

START_TEST(reading_is_left_to_the_realm)
{
	const struct request get = {.method = OCTETS("GET")};
	const struct request head = {.method = OCTETS("HEAD")};
	struct response response;

	response_init(&response);
	ck_assert(!answer_unless_read(&get, &response));
	ck_assert(!answer_unless_read(&head, &response));
	ck_assert_uint_eq(response.status, 200);
	ck_assert_int_eq(response.body_kind, RESPONSE_NO_BODY);
	response_finish(&response);
}
END_TEST

START_TEST(every_other_method_is_answered)
{
	static const struct {
		const char *method;
		unsigned int status;
		const char *allow;
		const char *body;
	} rows[] = {
		{"OPTIONS", 204, "GET, HEAD, OPTIONS", ""},
		{"POST", 405, "GET, HEAD, OPTIONS", "405 Method Not Allowed\n"},
		{"PUT", 405, "GET, HEAD, OPTIONS", "405 Method Not Allowed\n"},
		{"DELETE", 405, "GET, HEAD, OPTIONS", "405 Method Not Allowed\n"},
		{"PATCH", 405, "GET, HEAD, OPTIONS", "405 Method Not Allowed\n"},
		{"TRACE", 405, "GET, HEAD, OPTIONS", "405 Method Not Allowed\n"},
		{"CONNECT", 405, "GET, HEAD, OPTIONS", "405 Method Not Allowed\n"},
		{"FOO", 501, NULL, "501 Not Implemented\n"},
		{"get", 501, NULL, "501 Not Implemented\n"},
		{"GETS", 501, NULL, "501 Not Implemented\n"},
		{"", 501, NULL, "501 Not Implemented\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct request request = {.method = octets_from(rows[i].method)};
		struct response response;

		response_init(&response);
		ck_assert(answer_unless_read(&request, &response));
		ck_assert_msg(response.status == rows[i].status, "%s: %u", rows[i].method,
			      response.status);
		ck_assert_pstr_eq(response_header(&response, "Allow"), rows[i].allow);
		response_settle(&response, false);
		ck_assert(octets_equal(response.body, octets_from(rows[i].body)));
		response_finish(&response);
	}
}
END_TEST

Suite *answer_suite(void)
{
	Suite *suite = suite_create("answer");
	TCase *tests = tcase_create("answer");

	tcase_add_test(tests, a_refusal_says_its_status);
	tcase_add_test(tests, reading_is_left_to_the_realm);
	tcase_add_test(tests, every_other_method_is_answered);
	suite_add_tcase(suite, tests);
	return suite;
}
