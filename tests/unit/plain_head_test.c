/* Plain heads: what the rules take, and what each of them does not. */
#include "http/plain_head.h"

#include <check.h>
#include <stdlib.h>

Suite *plain_head_suite(void);

/* A line, and its end. */
#define LINE "GET /foo HTTP/1.1\r\n"
#define HOST "Host: localhost\r\n"
#define END  "\r\n"

struct row {
	const char *what;
	struct octets octets;
};

static struct plain_head plain;

/* At the end of an allocation: who reads on is seen by the sanitizers. */
static bool takes(struct octets octets)
{
	static char *copy;

	free(copy);
	copy = malloc(octets.length);
	ck_assert(copy || octets.length == 0);
	if (octets.length > 0)
		memcpy(copy, octets.data, octets.length);
	return plain_head_read(&plain, (struct octets){.data = copy, .length = octets.length});
}

static void must_take(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(takes(rows[i].octets), "%s", rows[i].what);
		ck_assert_msg(plain.head.length == rows[i].octets.length, "%s", rows[i].what);
	}
}

static void must_not_take(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(!takes(rows[i].octets), "%s", rows[i].what);
}

#define MUST_TAKE(rows)     must_take(rows, sizeof(rows) / sizeof((rows)[0]))
#define MUST_NOT_TAKE(rows) must_not_take(rows, sizeof(rows) / sizeof((rows)[0]))

static bool is(struct octets octets, const char *text)
{
	return octets_equal(octets, octets_from(text));
}

START_TEST(each_part_is_where_it_stands)
{
	ck_assert(takes(OCTETS("HEAD /a?b=c HTTP/1.1\r\nHOST:localhost:80\r\n"
			       "Authorization: \t Basic YTpi \t\r\nX: y \r\n\r\nGET /")));
	ck_assert(is(plain.method, "HEAD") && is(plain.target, "/a?b=c"));
	ck_assert(is(plain.version, "HTTP/1.1"));
	ck_assert_uint_eq(plain.field_count, 3);
	ck_assert(is(plain.fields[0].name, "HOST") && is(plain.fields[0].value, "localhost:80"));
	ck_assert(is(plain.fields[1].value, "Basic YTpi \t"));
	ck_assert(is(plain.fields[2].name, "X") && is(plain.fields[2].value, "y "));
	ck_assert(is(plain.head.authorization, "Basic YTpi"));
	ck_assert_uint_eq(plain.head.content_length, 0);
	ck_assert(!plain.head.chunked && !plain.head.expects_continue);
	ck_assert(plain.fields[2].value.data + strlen("y \r\n\r\n") ==
		  plain.method.data + plain.head.length);
}
END_TEST

START_TEST(nothing_of_one_head_is_left_in_the_next)
{
	ck_assert(takes(OCTETS(LINE HOST "Authorization: Basic YTpi\r\nX: y\r\n" END)));
	ck_assert(takes(OCTETS(LINE HOST END)));
	ck_assert_uint_eq(plain.field_count, 1);
	ck_assert_ptr_null(plain.head.authorization.data);
}
END_TEST

START_TEST(a_request_line_is_taken_as_it_should_be)
{
	static const struct row taken[] = {
		{"GET", OCTETS("GET / HTTP/1.1\r\n" HOST END)},
		{"HEAD", OCTETS("HEAD / HTTP/1.1\r\n" HOST END)},
		{"a query", OCTETS("GET /?a=b&c HTTP/1.1\r\n" HOST END)},
		{"escapes", OCTETS("GET /%00%2f..//. HTTP/1.1\r\n" HOST END)},
	};
	static const struct row others[] = {
		{"nothing", OCTETS("")},
		{"an empty line before", OCTETS(END LINE HOST END)},
		{"POST", OCTETS("POST / HTTP/1.1\r\n" HOST END)},
		{"OPTIONS", OCTETS("OPTIONS / HTTP/1.1\r\n" HOST END)},
		{"a method in lower case", OCTETS("get / HTTP/1.1\r\n" HOST END)},
		{"a longer method", OCTETS("GETS / HTTP/1.1\r\n" HOST END)},
		{"no method", OCTETS(" / HTTP/1.1\r\n" HOST END)},
		{"HTTP/1.0", OCTETS("GET / HTTP/1.0\r\n" HOST END)},
		{"HTTP/1.2", OCTETS("GET / HTTP/1.2\r\n" HOST END)},
		{"HTTP/1.10", OCTETS("GET / HTTP/1.10\r\n" HOST END)},
		{"HTTP/2", OCTETS("GET / HTTP/2\r\n" HOST END)},
		{"http/1.1", OCTETS("GET / http/1.1\r\n" HOST END)},
		{"no version", OCTETS("GET /\r\n" HOST END)},
		{"an empty version", OCTETS("GET / \r\n" HOST END)},
		{"no target", OCTETS("GET  HTTP/1.1\r\n" HOST END)},
		{"absolute-form", OCTETS("GET http://localhost/ HTTP/1.1\r\n" HOST END)},
		{"authority-form", OCTETS("GET localhost:80 HTTP/1.1\r\n" HOST END)},
		{"*", OCTETS("GET * HTTP/1.1\r\n" HOST END)},
		{"two spaces", OCTETS("GET  / HTTP/1.1\r\n" HOST END)},
		{"two spaces behind", OCTETS("GET /  HTTP/1.1\r\n" HOST END)},
		{"a tab", OCTETS("GET\t/ HTTP/1.1\r\n" HOST END)},
		{"a tab in the target", OCTETS("GET /a\tb HTTP/1.1\r\n" HOST END)},
		{"a space behind the version", OCTETS("GET / HTTP/1.1 \r\n" HOST END)},
		{"NUL in the target", OCTETS("GET /a\0b HTTP/1.1\r\n" HOST END)},
		{"DEL in the target", OCTETS("GET /a\x7f HTTP/1.1\r\n" HOST END)},
		{"Latin-1 in the target", OCTETS("GET /\xe4 HTTP/1.1\r\n" HOST END)},
		{"a bare LF in the target", OCTETS("GET /\n HTTP/1.1\r\n" HOST END)},
		{"a bare CR in the target", OCTETS("GET /\r HTTP/1.1\r\n" HOST END)},
	};

	MUST_TAKE(taken);
	MUST_NOT_TAKE(others);
}
END_TEST

START_TEST(lines_end_with_crlf_and_nothing_else)
{
	static const struct row others[] = {
		{"LF behind the request line", OCTETS("GET / HTTP/1.1\n" HOST END)},
		{"LF behind a field", OCTETS(LINE "Host: localhost\n" END)},
		{"LF behind another field", OCTETS(LINE HOST "X: y\n" END)},
		{"LF between two fields", OCTETS(LINE "X: y\n" HOST END)},
		{"LF at the end", OCTETS(LINE HOST "\n")},
		{"LFs alone", OCTETS("GET / HTTP/1.1\nHost: localhost\n\n")},
		{"CR behind the request line", OCTETS("GET / HTTP/1.1\r" HOST END)},
		{"CR behind a field", OCTETS(LINE HOST "X: y\r" END)},
		{"CR in a value", OCTETS(LINE HOST "X: y\rz\r\n" END)},
		{"two CRs", OCTETS(LINE HOST "X: y\r\r\n" END)},
		{"CR alone at the end", OCTETS(LINE HOST "\r\r\n")},
		{"LF in a value", OCTETS(LINE HOST "X: y\nz\r\n" END)},
		{"LF before CRLF", OCTETS(LINE HOST "X: y\n\r\n" END)},
		{"NULs in their place", OCTETS("GET / HTTP/1.1\0\nHost: localhost\0\n\r\n")},
	};

	MUST_NOT_TAKE(others);
}
END_TEST

START_TEST(fields_are_taken_as_they_should_be)
{
	static const struct row taken[] = {
		{"no white space", OCTETS(LINE HOST "X:y\r\n" END)},
		{"much white space", OCTETS(LINE HOST "X: \t  y\t \r\n" END)},
		{"an empty value", OCTETS(LINE HOST "X:\r\n" END)},
		{"a value of white space", OCTETS(LINE HOST "X: \t \r\n" END)},
		{"all that a name may have", OCTETS(LINE HOST "!#$%&'*+-.^_`|~0aZ: y\r\n" END)},
		{"colons in a value", OCTETS(LINE HOST "X: :y:z:\r\n" END)},
		{"a tab in a value", OCTETS(LINE HOST "X: y\tz\r\n" END)},
		{"Latin-1 in a value", OCTETS(LINE HOST "X: \xe4\xff\r\n" END)},
		{"a name twice", OCTETS(LINE HOST "X: y\r\nX: z\r\n" END)},
		{"a cookie", OCTETS(LINE HOST "Cookie: a=b; c\r\nCookie: d\r\n" END)},
	};
	static const struct row others[] = {
		{"a fold", OCTETS(LINE HOST "X: y\r\n z\r\n" END)},
		{"a fold by a tab", OCTETS(LINE HOST "X: y\r\n\tz\r\n" END)},
		{"a fold with a colon", OCTETS(LINE HOST "X: y\r\n z: a\r\n" END)},
		{"a fold behind the request line", OCTETS(LINE " X: y\r\n" HOST END)},
		{"a space before the colon", OCTETS(LINE HOST "X : y\r\n" END)},
		{"a tab before the colon", OCTETS(LINE HOST "X\t: y\r\n" END)},
		{"a space in a name", OCTETS(LINE HOST "X Y: z\r\n" END)},
		{"no colon", OCTETS(LINE HOST "X\r\n" END)},
		{"no name", OCTETS(LINE HOST ": y\r\n" END)},
		{"a name of Latin-1", OCTETS(LINE HOST "\xe4: y\r\n" END)},
		{"NUL in a name", OCTETS(LINE HOST "X\0: y\r\n" END)},
		{"NUL in a value", OCTETS(LINE HOST "X: y\0z\r\n" END)},
		{"a control in a value", OCTETS(LINE HOST "X: y\x01\r\n" END)},
		{"DEL in a value", OCTETS(LINE HOST "X: \x7f\r\n" END)},
		{"a control in an Authorization", OCTETS(LINE HOST "Authorization: \x1b\r\n" END)},
	};

	MUST_TAKE(taken);
	MUST_NOT_TAKE(others);
}
END_TEST

START_TEST(there_is_one_host)
{
	static const struct row taken[] = {
		{"a port", OCTETS(LINE "Host: localhost:8081\r\n" END)},
		{"IPv6", OCTETS(LINE "Host: [::1]:8081\r\n" END)},
		{"upper case", OCTETS(LINE "HOST: LOCALHOST\r\n" END)},
		{"empty", OCTETS(LINE "Host:\r\n" END)},
		{"behind others", OCTETS(LINE "X: y\r\n" HOST END)},
		{"a name as long as Host", OCTETS(LINE HOST "Most: a b\r\n" END)},
	};
	static const struct row others[] = {
		{"none", OCTETS(LINE END)},
		{"none among others", OCTETS(LINE "Most: localhost\r\n" END)},
		{"two", OCTETS(LINE HOST HOST END)},
		{"two, apart", OCTETS(LINE HOST "X: y\r\nhost: other\r\n" END)},
		{"two in one", OCTETS(LINE "Host: a, b\r\n" END)},
		{"a path in it", OCTETS(LINE "Host: localhost/\r\n" END)},
		{"a user in it", OCTETS(LINE "Host: a@localhost\r\n" END)},
	};

	MUST_TAKE(taken);
	MUST_NOT_TAKE(others);
}
END_TEST

START_TEST(there_is_one_authorization_at_most)
{
	static const struct row taken[] = {
		{"one", OCTETS(LINE HOST "Authorization: Basic YTpi\r\n" END)},
		{"a name as long",
		 OCTETS(LINE HOST "X-uthorization: a\r\nY-uthorization: b\r\n" END)},
	};
	static const struct row others[] = {
		{"two", OCTETS(LINE HOST "Authorization: a\r\nAuthorization: b\r\n" END)},
		{"the same twice",
		 OCTETS(LINE HOST "Authorization: a\r\nauthorization: a\r\n" END)},
		{"an empty one first",
		 OCTETS(LINE HOST "Authorization:\r\nAuthorization: a\r\n" END)},
		{"two empty ones", OCTETS(LINE HOST "Authorization:\r\nAuthorization:\r\n" END)},
	};

	MUST_TAKE(taken);
	MUST_NOT_TAKE(others);
	/* It is there, and whoever asks sees that. */
	ck_assert(takes(OCTETS(LINE HOST "Authorization:\r\n" END)));
	ck_assert_ptr_nonnull(plain.head.authorization.data);
	ck_assert_uint_eq(plain.head.authorization.length, 0);
}
END_TEST

START_TEST(there_is_no_body_and_no_expectation)
{
	static const struct row taken[] = {
		{"names that are as long",
		 OCTETS(LINE HOST "Content-Lengths: 1\r\nXontent-Length: 1\r\n"
				  "Xransfer-Encoding: chunked\r\n"
				  "Xxpect: 100-continue\r\nXpgrade: h2c\r\n" END)},
		{"Content-Type", OCTETS(LINE HOST "Content-Type: text/plain\r\n" END)},
		{"TE", OCTETS(LINE HOST "TE: trailers\r\n" END)},
		{"Keep-Alive", OCTETS(LINE HOST "Keep-Alive: timeout=5\r\n" END)},
	};
	static const struct row others[] = {
		{"Content-Length", OCTETS(LINE HOST "Content-Length: 1\r\n" END "x")},
		{"Content-Length: 0", OCTETS(LINE HOST "Content-Length: 0\r\n" END)},
		{"an empty Content-Length", OCTETS(LINE HOST "Content-Length:\r\n" END)},
		{"content-length", OCTETS(LINE HOST "content-length: 1\r\n" END "x")},
		{"Transfer-Encoding", OCTETS(LINE HOST "Transfer-Encoding: chunked\r\n" END)},
		{"TRANSFER-ENCODING", OCTETS(LINE HOST "TRANSFER-ENCODING: identity\r\n" END)},
		{"Expect", OCTETS(LINE HOST "Expect: 100-continue\r\n" END)},
		{"another Expect", OCTETS(LINE HOST "expect: more\r\n" END)},
		{"Upgrade", OCTETS(LINE HOST "Upgrade: h2c\r\n" END)},
		{"Upgrade behind keep-alive",
		 OCTETS(LINE HOST "Connection: keep-alive\r\nUPGRADE: websocket\r\n" END)},
	};

	MUST_TAKE(taken);
	MUST_NOT_TAKE(others);
}
END_TEST

START_TEST(the_connection_stays)
{
	static const struct row taken[] = {
		{"keep-alive", OCTETS(LINE HOST "Connection: keep-alive\r\n" END)},
		{"Keep-Alive", OCTETS(LINE HOST "connection:  Keep-Alive \r\n" END)},
		{"twice",
		 OCTETS(LINE HOST "Connection: keep-alive\r\nConnection: keep-alive\r\n" END)},
		{"a name as long", OCTETS(LINE HOST "Xonnection: close\r\n" END)},
	};
	static const struct row others[] = {
		{"close", OCTETS(LINE HOST "Connection: close\r\n" END)},
		{"Close", OCTETS(LINE HOST "CONNECTION: Close\r\n" END)},
		{"keep-alive, x", OCTETS(LINE HOST "Connection: keep-alive, x\r\n" END)},
		{"keep-alive, close", OCTETS(LINE HOST "Connection: keep-alive, close\r\n" END)},
		{"upgrade", OCTETS(LINE HOST "Connection: upgrade\r\n" END)},
		{"empty", OCTETS(LINE HOST "Connection:\r\n" END)},
		{"close behind keep-alive",
		 OCTETS(LINE HOST "Connection: keep-alive\r\nConnection: close\r\n" END)},
		{"close before keep-alive",
		 OCTETS(LINE HOST "Connection: close\r\nConnection: keep-alive\r\n" END)},
	};

	MUST_TAKE(taken);
	MUST_NOT_TAKE(others);
}
END_TEST

static bool takes_fields(size_t count)
{
	char text[64 * PLAIN_HEAD_FIELDS_MAX] = LINE HOST;
	size_t length = strlen(text);

	for (size_t i = 1; i < count; i++, length += strlen("X: y\r\n"))
		memcpy(text + length, "X: y\r\n", strlen("X: y\r\n"));
	memcpy(text + length, END, strlen(END));
	return takes((struct octets){.data = text, .length = length + strlen(END)});
}

START_TEST(there_are_as_many_fields_as_there_is_room_for)
{
	ck_assert(takes_fields(PLAIN_HEAD_FIELDS_MAX));
	ck_assert_uint_eq(plain.field_count, PLAIN_HEAD_FIELDS_MAX);
	ck_assert(!takes_fields(PLAIN_HEAD_FIELDS_MAX + 1));
}
END_TEST

START_TEST(a_head_that_is_cut_is_not_taken)
{
	static const struct octets head =
		OCTETS("GET /foo?bar HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"
		       "Authorization: Basic YTpi\r\nX:\r\n\r\n");

	for (size_t length = 0; length < head.length; length++)
		ck_assert_msg(!takes((struct octets){head.data, length}), "%zu", length);
	ck_assert(takes(head));
}
END_TEST

START_TEST(octets_behind_a_head_are_none_of_it)
{
	static const char *const behind[] = {
		"", "x", "\r", "\n", "\r\n", LINE, "\r\n" LINE HOST END};
	const size_t length = strlen(LINE HOST END);

	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		char text[256] = LINE HOST END;

		strcat(text, behind[i]);
		ck_assert_msg(takes(octets_from(text)), "%zu", i);
		ck_assert_uint_eq(plain.head.length, length);
		ck_assert_uint_eq(plain.field_count, 1);
	}
}
END_TEST

START_TEST(a_head_may_be_as_long_as_the_least_limit)
{
	static char text[PLAIN_HEAD_MAX];
	static const char begin[] = LINE HOST "X: ";

	memset(text, 'x', sizeof(text));
	memcpy(text, begin, strlen(begin));
	memcpy(text + sizeof(text) - strlen("\r\n" END), "\r\n" END, strlen("\r\n" END));
	ck_assert(takes((struct octets){text, sizeof(text)}));
	ck_assert_uint_eq(plain.head.length, PLAIN_HEAD_MAX);
	ck_assert(!takes((struct octets){text, sizeof(text) - 1}));
}
END_TEST

Suite *plain_head_suite(void)
{
	Suite *suite = suite_create("plain_head");
	TCase *all = tcase_create("all");

	tcase_add_test(all, each_part_is_where_it_stands);
	tcase_add_test(all, nothing_of_one_head_is_left_in_the_next);
	tcase_add_test(all, a_request_line_is_taken_as_it_should_be);
	tcase_add_test(all, lines_end_with_crlf_and_nothing_else);
	tcase_add_test(all, fields_are_taken_as_they_should_be);
	tcase_add_test(all, there_is_one_host);
	tcase_add_test(all, there_is_one_authorization_at_most);
	tcase_add_test(all, there_is_no_body_and_no_expectation);
	tcase_add_test(all, the_connection_stays);
	tcase_add_test(all, there_are_as_many_fields_as_there_is_room_for);
	tcase_add_test(all, a_head_that_is_cut_is_not_taken);
	tcase_add_test(all, octets_behind_a_head_are_none_of_it);
	tcase_add_test(all, a_head_may_be_as_long_as_the_least_limit);
	suite_add_tcase(suite, all);
	return suite;
}
