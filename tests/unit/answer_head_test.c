/* Heads of answers: octet by octet, and none that is longer than its room. */
#include "http/answer_head.h"

#include <check.h>

Suite *answer_head_suite(void);

#define DATE "Tue, 02 Jan 2024 03:04:05 GMT"

static struct answer_head head;
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
	ck_assert_msg(octets_equal((struct octets){head.text, head.length}, octets_from(text)),
		      "%.*s", (int)head.length, head.text);
}

START_TEST(a_head_has_its_fields_in_their_order)
{
	response_set_status(&response, 200);
	response_add_header(&response, "Content-Type", "text/plain");
	response_add_header(&response, "X", "%d", 1);
	response_set_text(&response, OCTETS("body"));
	answer_head_begin(&head, response.status, DATE);
	answer_head_add_fields(&head, &response);
	answer_head_add_length(&head, &response);
	ck_assert(answer_head_end(&head));
	must_be("HTTP/1.1 200 OK\r\nDate: " DATE "\r\nContent-Type: text/plain\r\nX: 1\r\n"
		"Content-Length: 4\r\n\r\n");
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
		answer_head_begin(&head, rows[i].status, DATE);
		ck_assert_uint_gt(head.length, strlen(rows[i].line));
		head.length = strlen(rows[i].line);
		must_be(rows[i].line);
	}
}
END_TEST

START_TEST(a_status_that_has_no_name_is_a_line_all_the_same)
{
	answer_head_begin(&head, 599, DATE);
	ck_assert(memmem(head.text, head.length, "HTTP/1.1 599 ", strlen("HTTP/1.1 599 ")) ==
		  head.text);
	ck_assert_ptr_nonnull(memmem(head.text, head.length, "\r\nDate: ", strlen("\r\nDate: ")));
}
END_TEST

START_TEST(nothing_is_left_of_the_head_before)
{
	answer_head_begin(&head, 404, DATE);
	head.full = true;
	answer_head_begin(&head, 200, DATE);
	ck_assert(answer_head_end(&head));
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
		head = (struct answer_head){.length = 0};
		response.status = rows[i].status;
		response.length = rows[i].length;
		answer_head_add_length(&head, &response);
		must_be(rows[i].text);
	}
}
END_TEST

static bool ends_behind(size_t length)
{
	static const char filling[ANSWER_HEAD_MAX + 1];

	head = (struct answer_head){.length = 0};
	answer_head_append(&head, (struct octets){filling, length});
	return answer_head_end(&head);
}

START_TEST(a_head_fills_its_room_and_no_more)
{
	ck_assert(ends_behind(ANSWER_HEAD_MAX - strlen("\r\n")));
	ck_assert_uint_eq(head.length, ANSWER_HEAD_MAX);
	ck_assert(!ends_behind(ANSWER_HEAD_MAX - strlen("\r\n") + 1));
	ck_assert(!ends_behind(ANSWER_HEAD_MAX));
	ck_assert(!ends_behind(ANSWER_HEAD_MAX + 1));
}
END_TEST

START_TEST(what_did_not_fit_once_is_never_whole)
{
	static const char filling[ANSWER_HEAD_MAX];

	answer_head_begin(&head, 200, DATE);
	answer_head_append(&head, (struct octets){filling, sizeof(filling)});
	answer_head_append(&head, OCTETS("X: y\r\n"));
	ck_assert(!answer_head_end(&head));
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
	answer_head_begin(&head, response.status, DATE);
	answer_head_add_fields(&head, &response);
	answer_head_add_length(&head, &response);
	ck_assert(answer_head_end(&head));
}
END_TEST

Suite *answer_head_suite(void)
{
	Suite *suite = suite_create("answer_head");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, a_head_has_its_fields_in_their_order);
	tcase_add_test(all, each_status_has_its_digits_and_its_name);
	tcase_add_test(all, a_status_that_has_no_name_is_a_line_all_the_same);
	tcase_add_test(all, nothing_is_left_of_the_head_before);
	tcase_add_test(all, a_length_stands_where_the_status_has_one);
	tcase_add_test(all, a_head_fills_its_room_and_no_more);
	tcase_add_test(all, what_did_not_fit_once_is_never_whole);
	tcase_add_test(all, all_that_a_response_may_have_fits);
	suite_add_tcase(suite, all);
	return suite;
}
