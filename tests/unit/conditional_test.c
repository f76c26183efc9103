/* Conditions that need a file just written, or fields that no client sends twice. */
#include "../../realms/conditional.h"

#include <check.h>

Suite *conditional_suite(void);

#define NOW  1704164700
#define DATE "Tue, 02 Jan 2024 03:04:05 GMT"

static const struct {
	const char *label;
	const char *name;
	const char *value;
	bool strong;
	enum conditional_verdict verdict;
	bool range; /* a Range beside it counts */
} conditional_rows[] = {
	{"a weak tag is known", "If-None-Match", "W/\"x\"", false, CONDITIONAL_NOT_MODIFIED, true},
	{"the same, sent as strong", "If-None-Match", "\"x\"", false, CONDITIONAL_NOT_MODIFIED,
	 true},
	{"a weak tag never matches strongly", "If-Match", "W/\"x\"", false, CONDITIONAL_FAILED,
	 true},
	{"but something is there", "If-Match", "*", false, CONDITIONAL_PROCEED, true},
	{"weak If-Range", "If-Range", "W/\"x\"", false, CONDITIONAL_PROCEED, false},
	{"S64 strong date", "If-Range", DATE, true, CONDITIONAL_PROCEED, true},
	{"S64 date of a second that is not over", "If-Range", DATE, false, CONDITIONAL_PROCEED,
	 false},
	{"tags without commas between them", "If-None-Match", "\"a\" \"x\"", true,
	 CONDITIONAL_PROCEED, true},
	{"empty elements", "If-None-Match", ",, ,\"x\",", true, CONDITIONAL_NOT_MODIFIED, true},
	{"a star in a list", "If-None-Match", "\"a\", *", true, CONDITIONAL_PROCEED, true},
	{"S17 a comma within a tag", "If-None-Match", "\"a,x\"", true, CONDITIONAL_PROCEED, true},
	{"quote without end", "If-None-Match", "\"x", true, CONDITIONAL_PROCEED, true},
	{"blank in a tag", "If-None-Match", "\"a b\", \"x\"", true, CONDITIONAL_PROCEED, true},
	{"lower-case w", "If-None-Match", "w/\"x\"", true, CONDITIONAL_PROCEED, true},
	{"nothing", "If-None-Match", "", true, CONDITIONAL_PROCEED, true},
	{"nothing is no match", "If-Match", "", true, CONDITIONAL_FAILED, true},
	{"names have no case", "IF-NONE-MATCH", "\"x\"", true, CONDITIONAL_NOT_MODIFIED, true},
};

START_TEST(a_field_alone_is_weighed)
{
	const struct validator validator = {
		.tag = "W/\"x\"",
		.strong = false,
		.modified = 1704164645,
	};
	const struct validator strong = {.tag = "\"x\"", .strong = true, .modified = 1704164645};
	struct conditional conditional;

	conditional_init(&conditional, conditional_rows[_i].strong ? &strong : &validator, NOW);
	conditional.reader.read(&conditional.reader, OCTETS("Range"), OCTETS("bytes=0-1"));
	conditional.reader.read(&conditional.reader, octets_from(conditional_rows[_i].name),
				octets_from(conditional_rows[_i].value));
	ck_assert_msg(conditional_judge(&conditional) == conditional_rows[_i].verdict, "%s",
		      conditional_rows[_i].label);
	ck_assert_msg(!conditional_range(&conditional).data == !conditional_rows[_i].range, "%s",
		      conditional_rows[_i].label);
}
END_TEST

START_TEST(what_may_stand_once_and_stands_twice_does_not_count)
{
	static const char *const names[] = {"If-Range", "Range"};
	const struct validator validator = {.tag = "\"x\"", .strong = true};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct conditional conditional;
		struct request_reader *reader = &conditional.reader;

		conditional_init(&conditional, &validator, NOW);
		reader->read(reader, OCTETS("Range"), OCTETS("bytes=0-1"));
		reader->read(reader, OCTETS("If-Range"), OCTETS("\"x\""));
		ck_assert_ptr_nonnull(conditional_range(&conditional).data);
		reader->read(reader, octets_from(names[i]), OCTETS("\"x\""));
		ck_assert_ptr_null(conditional_range(&conditional).data);
	}
}
END_TEST

/* RFC 9110 sections 13.1.3 and 13.1.4. */
START_TEST(dates_do_not_count_where_there_is_none_to_compare_with)
{
	static const char *const names[] = {
		"If-Modified-Since",
		"If-Unmodified-Since",
		"If-Range",
	};
	const struct validator validator = {.tag = "\"x\"", .strong = true, .undated = true};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct conditional conditional;
		struct request_reader *reader = &conditional.reader;

		conditional_init(&conditional, &validator, NOW);
		reader->read(reader, OCTETS("Range"), OCTETS("bytes=0-1"));
		reader->read(reader, octets_from(names[i]), OCTETS(DATE));
		ck_assert_int_eq(conditional_judge(&conditional), CONDITIONAL_PROCEED);
		/* Only If-Range is about it. */
		ck_assert(!conditional_range(&conditional).data ==
			  (strcmp(names[i], "If-Range") == 0));
	}
}
END_TEST

Suite *conditional_suite(void)
{
	Suite *suite = suite_create("conditional");
	TCase *tests = tcase_create("conditional");

	tcase_add_loop_test(tests, a_field_alone_is_weighed, 0,
			    sizeof(conditional_rows) / sizeof(conditional_rows[0]));
	tcase_add_test(tests, what_may_stand_once_and_stands_twice_does_not_count);
	tcase_add_test(tests, dates_do_not_count_where_there_is_none_to_compare_with);
	suite_add_tcase(suite, tests);
	return suite;
}
