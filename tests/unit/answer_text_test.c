/* Answers: octet by octet, and none that is longer than its room. */
#include "http/answer_text.h"

#include <check.h>

Suite *answer_text_suite(void);

#define DATE "Tue, 02 Jan 2024 03:04:05 GMT"

static struct answer_text answer;
static struct response response;

static void set_up(void)
{
	response_init(&response);
}

static void tear_down(void)
{
	response_finish(&response);
}

static void must_be(const char *text)
{
	ck_assert_msg(octets_equal((struct octets){answer.text, answer.length}, octets_from(text)),
		      "%.*s", (int)answer.length, answer.text);
}

START_TEST(a_head_has_its_fields_in_their_order)
{
	response_set_status(&response, 200);
	response_add_header(&response, "Content-Type", "text/plain");
	response_add_header(&response, "X", "%d", 1);
	response_set_text(&response, OCTETS("body"));
	answer_text_begin(&answer, response.status, DATE);
	answer_text_add_fields(&answer, &response);
	answer_text_add_length(&answer, &response);
	answer_text_end_head(&answer);
	ck_assert(!answer.full);
	must_be("HTTP/1.1 200 OK\r\nDate: " DATE "\r\nContent-Type: text/plain\r\nX: 1\r\n"
		"Content-Length: 4\r\n\r\n");
}
END_TEST

START_TEST(a_body_stands_behind_its_head)
{
	answer_text_begin(&answer, 200, DATE);
	answer_text_end_head(&answer);
	answer_text_append(&answer, OCTETS("body"));
	ck_assert(!answer.full);
	must_be("HTTP/1.1 200 OK\r\nDate: " DATE "\r\n\r\nbody");
}
END_TEST

START_TEST(each_status_has_its_digits_and_its_name)
{
	static const struct {
		unsigned int status;
		const char *line;
	} rows[] = {
		{200, "HTTP/1.1 200 OK\r\n"},
		{206, "HTTP/1.1 206 Partial Content\r\n"},
		{304, "HTTP/1.1 304 Not Modified\r\n"},
		{308, "HTTP/1.1 308 Permanent Redirect\r\n"},
		{404, "HTTP/1.1 404 Not Found\r\n"},
		{429, "HTTP/1.1 429 Too Many Requests\r\n"},
		{503, "HTTP/1.1 503 Service Unavailable\r\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		answer_text_begin(&answer, rows[i].status, DATE);
		ck_assert_uint_gt(answer.length, strlen(rows[i].line));
		answer.length = strlen(rows[i].line);
		must_be(rows[i].line);
	}
}
END_TEST

START_TEST(a_status_that_has_no_name_is_a_line_all_the_same)
{
	answer_text_begin(&answer, 599, DATE);
	ck_assert(memmem(answer.text, answer.length, "HTTP/1.1 599 ", strlen("HTTP/1.1 599 ")) ==
		  answer.text);
	ck_assert_ptr_nonnull(
		memmem(answer.text, answer.length, "\r\nDate: ", strlen("\r\nDate: ")));
}
END_TEST

START_TEST(nothing_is_left_of_the_answer_before)
{
	answer_text_begin(&answer, 404, DATE);
	answer.full = true;
	answer_text_begin(&answer, 200, DATE);
	answer_text_end_head(&answer);
	ck_assert(!answer.full);
	must_be("HTTP/1.1 200 OK\r\nDate: " DATE "\r\n\r\n");
}
END_TEST

/* RFC 9110 section 8.6. */
START_TEST(a_length_stands_where_the_status_has_one)
{
	static const struct {
		unsigned int status;
		uint64_t length;
		const char *text;
	} rows[] = {
		{200, 0, "Content-Length: 0\r\n"},
		{200, 16384, "Content-Length: 16384\r\n"},
		{304, 5, "Content-Length: 5\r\n"},
		{404, UINT64_MAX, "Content-Length: 18446744073709551615\r\n"},
		{204, 0, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		answer = (struct answer_text){.length = 0};
		response.status = rows[i].status;
		response.length = rows[i].length;
		answer_text_add_length(&answer, &response);
		must_be(rows[i].text);
	}
}
END_TEST

static bool ends_behind(size_t length)
{
	static const char filling[ANSWER_TEXT_MAX + 1];

	answer = (struct answer_text){.length = 0};
	answer_text_append(&answer, (struct octets){filling, length});
	answer_text_end_head(&answer);
	return !answer.full;
}

START_TEST(a_head_fills_the_room_and_no_more)
{
	ck_assert(ends_behind(ANSWER_TEXT_MAX - strlen("\r\n")));
	ck_assert_uint_eq(answer.length, ANSWER_TEXT_MAX);
	ck_assert(!ends_behind(ANSWER_TEXT_MAX - strlen("\r\n") + 1));
	ck_assert(!ends_behind(ANSWER_TEXT_MAX));
	ck_assert(!ends_behind(ANSWER_TEXT_MAX + 1));
}
END_TEST

START_TEST(a_body_fills_the_room_behind_the_head_and_no_more)
{
	static const char body[ANSWER_TEXT_MAX];

	for (size_t more = 0; more < 2; more++) {
		answer_text_begin(&answer, 200, DATE);
		answer_text_end_head(&answer);
		answer_text_append(&answer,
				   (struct octets){body, ANSWER_TEXT_MAX - answer.length + more});
		ck_assert(answer.full == (more > 0));
	}
}
END_TEST

START_TEST(what_did_not_fit_once_is_never_whole)
{
	static const char filling[ANSWER_TEXT_MAX];

	answer_text_begin(&answer, 200, DATE);
	answer_text_append(&answer, (struct octets){filling, sizeof(filling)});
	answer_text_append(&answer, OCTETS("X: y\r\n"));
	answer_text_end_head(&answer);
	ck_assert(answer.full);
}
END_TEST

START_TEST(all_that_a_response_may_have_fits)
{
	for (size_t i = 0; i < RESPONSE_HEADERS_MAX; i++)
		response_add_header(&response, "X-Name-Of-A-Long-Field", "%*s",
				    RESPONSE_TEXT_MAX / RESPONSE_HEADERS_MAX - 1, "x");
	for (size_t i = 0; i < RESPONSE_HEADERS_OURS; i++)
		response_add_own_header(&response, "WWW-Authenticate", "Digest");
	ck_assert(!response.broken);
	answer_text_begin(&answer, response.status, DATE);
	answer_text_add_fields(&answer, &response);
	answer_text_add_length(&answer, &response);
	answer_text_end_head(&answer);
	ck_assert(!answer.full);
}
END_TEST

Suite *answer_text_suite(void)
{
	Suite *suite = suite_create("answer_text");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, a_head_has_its_fields_in_their_order);
	tcase_add_test(all, a_body_stands_behind_its_head);
	tcase_add_test(all, each_status_has_its_digits_and_its_name);
	tcase_add_test(all, a_status_that_has_no_name_is_a_line_all_the_same);
	tcase_add_test(all, nothing_is_left_of_the_answer_before);
	tcase_add_test(all, a_length_stands_where_the_status_has_one);
	tcase_add_test(all, a_head_fills_the_room_and_no_more);
	tcase_add_test(all, a_body_fills_the_room_behind_the_head_and_no_more);
	tcase_add_test(all, what_did_not_fit_once_is_never_whole);
	tcase_add_test(all, all_that_a_response_may_have_fits);
	suite_add_tcase(suite, all);
	return suite;
}
