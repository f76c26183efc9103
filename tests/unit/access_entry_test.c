/* Lines of the access log: what they say, and that clients cannot make them say more. */
#include "http/access_entry.h"

#include <check.h>
#include <jansson.h>

Suite *access_entry_suite(void);

static const struct access_entry usual = {
	.time = {.tv_sec = 1795248772, .tv_nsec = 45678901},
	.client = OCTETS("192.0.2.1"),
	.user = OCTETS("alice"),
	.method = OCTETS("GET"),
	.target = OCTETS("/a?b=c"),
	.protocol = OCTETS("HTTP/1.1"),
	.status = 200,
	.complete = true,
	.length = 355,
	.milliseconds = 12,
	.referer = OCTETS("http://a.example/"),
	.user_agent = OCTETS("curl/7.88.1 (x; y)"),
};

/* NUL-terminated; valid until the next call. */
static const char *written(const struct access_entry *entry, enum access_format format)
{
	static char line[ACCESS_LINE_MAX + 1];
	struct access_stamp stamp = {.second = 0};
	size_t length = access_entry_format(entry, format, &stamp, line);

	ck_assert_uint_le(length, ACCESS_LINE_MAX);
	ck_assert_ptr_eq(memchr(line, '\n', length), line + length - 1);
	line[length] = '\0';
	return line;
}

START_TEST(a_combined_line_is_that_of_others)
{
	ck_assert_str_eq(written(&usual, ACCESS_COMBINED),
			 "192.0.2.1 - alice [21/Nov/2026:08:12:52 +0000] \"GET /a?b=c HTTP/1.1\" "
			 "200 355 \"http://a.example/\" \"curl/7.88.1 (x; y)\"\n");
}
END_TEST

START_TEST(a_line_of_json_is_an_object)
{
	ck_assert_str_eq(written(&usual, ACCESS_JSON),
			 "{\"time\":\"2026-11-21T08:12:52.045Z\",\"client\":\"192.0.2.1\","
			 "\"user\":\"alice\",\"method\":\"GET\",\"target\":\"/a?b=c\","
			 "\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytes\":355,"
			 "\"milliseconds\":12,\"referer\":\"http://a.example/\","
			 "\"user_agent\":\"curl/7.88.1 (x; y)\"}\n");
}
END_TEST

START_TEST(what_is_not_known_is_not_invented)
{
	const struct access_entry little = {
		.time = usual.time,
		.method = usual.method,
		.target = usual.target,
		.protocol = usual.protocol,
	};

	ck_assert_str_eq(written(&little, ACCESS_COMBINED),
			 "- - - [21/Nov/2026:08:12:52 +0000] \"GET /a?b=c HTTP/1.1\" - - \"-\" "
			 "\"-\"\n");
	ck_assert_str_eq(written(&little, ACCESS_JSON),
			 "{\"time\":\"2026-11-21T08:12:52.045Z\",\"client\":null,\"user\":null,"
			 "\"method\":\"GET\",\"target\":\"/a?b=c\",\"protocol\":\"HTTP/1.1\","
			 "\"status\":null,\"bytes\":null,\"milliseconds\":0,\"referer\":null,"
			 "\"user_agent\":null}\n");
}
END_TEST

START_TEST(nothing_ends_a_field_of_a_combined_line)
{
	static const struct {
		const char *label;
		struct octets user;
		struct octets agent;
		const char *user_text;
		const char *agent_text;
	} rows[] = {
		{"a space", OCTETS("a b"), OCTETS("a b"), "a\\x20b", "a b"},
		{"a quote", OCTETS("a\"b"), OCTETS("a\" 200"), "a\\x22b", "a\\x22 200"},
		{"a backslash", OCTETS("a\\b"), OCTETS("\\"), "a\\x5cb", "\\x5c"},
		{"a line", OCTETS("a\nb"), OCTETS("a\r\nb"), "a\\x0ab", "a\\x0d\\x0ab"},
		{"NUL", OCTETS("a\0b"), OCTETS("\0"), "a\\x00b", "\\x00"},
		{"an escape", OCTETS("\x1b[0m"), OCTETS("\x7f"), "\\x1b[0m", "\\x7f"},
		{"not ASCII", OCTETS("\xc3\xa9"), OCTETS("\x9b"), "\\xc3\\xa9", "\\x9b"},
		{"nobody's name", OCTETS("-"), OCTETS(""), "\\x2d", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct access_entry entry = usual;
		char expected[256];

		entry.user = rows[i].user;
		entry.user_agent = rows[i].agent;
		snprintf(expected, sizeof(expected),
			 "192.0.2.1 - %s [21/Nov/2026:08:12:52 +0000] \"GET /a?b=c HTTP/1.1\" "
			 "200 355 \"http://a.example/\" \"%s\"\n",
			 rows[i].user_text, rows[i].agent_text);
		ck_assert_msg(strcmp(written(&entry, ACCESS_COMBINED), expected) == 0, "%s: %s",
			      rows[i].label, written(&entry, ACCESS_COMBINED));
	}
}
END_TEST

START_TEST(json_reads_what_a_client_has_sent)
{
	static const struct {
		const char *label;
		struct octets sent;
		const char *read;
	} rows[] = {
		{"plain", OCTETS("a b"), "a b"},
		{"a quote", OCTETS("\",\"user\":\"x"), "\",\"user\":\"x"},
		{"a backslash", OCTETS("\\"), "\\"},
		{"a line", OCTETS("a\r\nb\x1b"), "a\r\nb\x1b"},
		{"UTF-8", OCTETS("jos\xc3\xa9 \xf0\x9f\x90\x8d"), "jos\xc3\xa9 \xf0\x9f\x90\x8d"},
		{"C1 controls", OCTETS("\xc2\x9b"), "\xc2\x9b"},
		{"no UTF-8", OCTETS("a\xff\xc3"), "a\xef\xbf\xbd\xef\xbf\xbd"},
		{"a surrogate", OCTETS("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
		{"overlong", OCTETS("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct access_entry entry = usual;
		json_error_t failure;
		json_t *object;

		entry.user_agent = rows[i].sent;
		object = json_loads(written(&entry, ACCESS_JSON), JSON_REJECT_DUPLICATES, &failure);
		ck_assert_msg(object, "%s: %s", rows[i].label, failure.text);
		ck_assert_str_eq(json_string_value(json_object_get(object, "user_agent")),
				 rows[i].read);
		ck_assert_str_eq(json_string_value(json_object_get(object, "user")), "alice");
		json_decref(object);
	}
}
END_TEST

/* Python's splitlines() ends lines there, and terminals turn round what stands behind it. */
START_TEST(json_shows_nothing_that_breaks_or_turns_a_line)
{
	static const char *const breaking[] = {
		"\u2028", "\u2029", "\u061c", "\u200e", "\u200f", "\u202a", "\u202b",
		"\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
	};

	for (size_t i = 0; i < sizeof(breaking) / sizeof(breaking[0]); i++) {
		struct access_entry entry = usual;
		json_t *object;

		entry.user_agent = octets_from(breaking[i]);
		ck_assert_msg(!strstr(written(&entry, ACCESS_JSON), breaking[i]), "%zu", i);
		object = json_loads(written(&entry, ACCESS_JSON), 0, NULL);
		ck_assert_str_eq(json_string_value(json_object_get(object, "user_agent")),
				 breaking[i]);
		json_decref(object);
	}
}
END_TEST

/* Every field as long as can be, of bytes that become as long as can be. */
START_TEST(the_longest_line_is_cut_and_whole)
{
	static const char bytes[] = {'a', '\x01', '\xff', '"'};
	char text[9000];

	for (size_t i = 0; i < sizeof(bytes); i++) {
		const struct octets longest = {.data = text, .length = sizeof(text)};
		struct access_entry entry = {
			.time = usual.time,
			.client = OCTETS("1111:2222:3333:4444:5555:6666:255.255.255.255"),
			.user = {.data = text, .length = 255},
			.method = longest,
			.target = longest,
			.protocol = longest,
			.status = 999,
			.complete = true,
			.length = INT64_MAX,
			.milliseconds = INT64_MAX,
			.referer = longest,
			.user_agent = longest,
		};
		json_t *object;

		memset(text, bytes[i], sizeof(text));
		ck_assert(strstr(written(&entry, ACCESS_COMBINED), "...\" \""));
		ck_assert(strstr(written(&entry, ACCESS_COMBINED), "...\"\n"));
		object = json_loads(written(&entry, ACCESS_JSON), 0, NULL);
		ck_assert_ptr_nonnull(object);
		json_decref(object);
	}
}
END_TEST

START_TEST(the_stamp_follows_the_clock)
{
	struct access_stamp stamp = {.second = 0};
	struct access_entry entry = usual;
	char line[ACCESS_LINE_MAX];

	access_entry_format(&entry, ACCESS_COMBINED, &stamp, line);
	entry.time.tv_sec++;
	access_entry_format(&entry, ACCESS_COMBINED, &stamp, line);
	ck_assert_ptr_nonnull(memmem(line, sizeof(line), "08:12:53 +0000", 14));
}
END_TEST

Suite *access_entry_suite(void)
{
	Suite *suite = suite_create("access_entry");
	TCase *tcase = tcase_create("access_entry");

	tcase_add_test(tcase, a_combined_line_is_that_of_others);
	tcase_add_test(tcase, a_line_of_json_is_an_object);
	tcase_add_test(tcase, what_is_not_known_is_not_invented);
	tcase_add_test(tcase, nothing_ends_a_field_of_a_combined_line);
	tcase_add_test(tcase, json_reads_what_a_client_has_sent);
	tcase_add_test(tcase, json_shows_nothing_that_breaks_or_turns_a_line);
	tcase_add_test(tcase, the_longest_line_is_cut_and_whole);
	tcase_add_test(tcase, the_stamp_follows_the_clock);
	suite_add_tcase(suite, tcase);
	return suite;
}
