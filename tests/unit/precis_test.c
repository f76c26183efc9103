/* PRECIS: the vectors, and the rules that they leave out. */
#include "postern/precis.h"

#include "base/hex.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

Suite *precis_suite(void);

/* Compares with what a profile must make of it; `expected` absent means refused. */
static void precis_test_expect(const char *label, enum precis_profile profile, struct octets input,
			       struct octets expected)
{
	char buffer[2048];
	struct octets prepared;
	bool allowed = precis_prepare(profile, input, buffer, sizeof(buffer), &prepared);

	ck_assert_msg(!allowed == !expected.data, "%s: %s", label, allowed ? "allowed" : "refused");
	ck_assert_msg(!allowed || octets_equal(prepared, expected), "%s: came out as '%.*s'", label,
		      allowed ? (int)prepared.length : 0, buffer);
}

/* Decodes a member in hexadecimal digits into `bytes`; absent when it is null. */
static struct octets precis_test_member(const json_t *vector, const char *name,
					unsigned char bytes[static 256])
{
	const json_t *member = json_object_get(vector, name);
	struct octets text = octets_from(json_string_value(member));

	if (json_is_null(member))
		return text;
	ck_assert(text.data && text.length / 2 <= 256);
	ck_assert(hex_decode(text, bytes, text.length / 2));
	return (struct octets){.data = (char *)bytes, .length = text.length / 2};
}

static void precis_test_vector(const json_t *vector)
{
	const char *profile = json_string_value(json_object_get(vector, "profile"));
	const char *hex = json_string_value(json_object_get(vector, "input_utf8_hex"));
	bool username = strcmp(profile, "UsernameCasePreserved") == 0;
	unsigned char input[256];
	unsigned char output[256];

	ck_assert(username || strcmp(profile, "OpaqueString") == 0);
	precis_test_expect(hex, username ? PRECIS_USERNAME : PRECIS_PASSWORD,
			   precis_test_member(vector, "input_utf8_hex", input),
			   precis_test_member(vector, "output_utf8_hex", output));
}

START_TEST(every_vector_is_prepared_as_it_says)
{
	json_t *vectors = json_load_file("tests/vectors/precis_vectors.json", JSON_ALLOW_NUL, NULL);
	json_t *vector;
	size_t i;

	ck_assert(json_is_array(vectors));
	ck_assert_uint_ge(json_array_size(vectors), 30);
	json_array_foreach(vectors, i, vector) precis_test_vector(vector);
	json_decref(vectors);
}
END_TEST

struct precis_test_row {
	const char *label;
	struct octets input;
	struct octets output; /* absent: refused */
};

#define TEXT(literal)                                                                              \
	{                                                                                          \
		.data = "" literal, .length = sizeof(literal) - 1                                  \
	}
#define REFUSED                                                                                    \
	{                                                                                          \
		.data = NULL                                                                       \
	}

static void precis_test_rows(enum precis_profile profile, const struct precis_test_row *rows,
			     size_t count)
{
	for (size_t i = 0; i < count; i++)
		precis_test_expect(rows[i].label, profile, rows[i].input, rows[i].output);
}

#define PRECIS_TEST_ROWS(profile, rows)                                                            \
	precis_test_rows(profile, rows, sizeof(rows) / sizeof((rows)[0]))

START_TEST(names_and_passwords_must_be_utf_8)
{
	static const struct precis_test_row rows[] = {
		{"a lone continuation byte", TEXT("a\x80"), REFUSED},
		{"Latin 1", TEXT("J\xfcrgen"), REFUSED},
		{"cut", TEXT("a\xc3"), REFUSED},
		{"an overlong slash", TEXT("\xc0\xaf"), REFUSED},
		{"a surrogate", TEXT("\xed\xa0\x80"), REFUSED},
		{"beyond U+10FFFF", TEXT("\xf4\x90\x80\x80"), REFUSED},
		{"nothing", TEXT(""), REFUSED},
	};

	PRECIS_TEST_ROWS(PRECIS_USERNAME, rows);
	PRECIS_TEST_ROWS(PRECIS_PASSWORD, rows);
}
END_TEST

START_TEST(what_nobody_sees_is_refused_in_names_and_passwords)
{
	static const struct precis_test_row rows[] = {
		{"NUL", TEXT("a\0b"), REFUSED},
		{"newline", TEXT("a\nb"), REFUSED},
		{"DEL", TEXT("a\x7f"), REFUSED},
		{"a C1 control, U+0085", TEXT("a\xc2\x85"), REFUSED},
		{"soft hyphen", TEXT("a\u00adb"), REFUSED},
		{"zero width space", TEXT("a\u200bb"), REFUSED},
		{"right-to-left override", TEXT("a\u202eb"), REFUSED},
		{"byte order mark", TEXT("\ufeffa"), REFUSED},
		{"variation selector", TEXT("a\ufe0f"), REFUSED},
		{"private use", TEXT("\ue000"), REFUSED},
		{"not a character", TEXT("\uffff"), REFUSED},
		{"unassigned", TEXT("\u0378"), REFUSED},
		{"old Hangul jamo", TEXT("\u1100"), REFUSED},
		{"Arabic tatweel, an exception", TEXT("\u0640"), REFUSED},
	};

	PRECIS_TEST_ROWS(PRECIS_USERNAME, rows);
	PRECIS_TEST_ROWS(PRECIS_PASSWORD, rows);
}
END_TEST

START_TEST(names_have_letters_digits_and_printable_ascii)
{
	static const struct precis_test_row rows[] = {
		{"all of ASCII", TEXT("!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~"),
		 TEXT("!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~")},
		{"upper case is kept", TEXT("\u00c9mile"), TEXT("\u00c9mile")},
		{"sharp s, an exception", TEXT("stra\u00dfe"), TEXT("stra\u00dfe")},
		{"Han", TEXT("\u674e"), TEXT("\u674e")},
		{"Hangul syllables", TEXT("\ud55c"), TEXT("\ud55c")},
		{"a symbol", TEXT("\u20ac"), REFUSED},
		{"punctuation", TEXT("a\u2026"), REFUSED},
		{"a compatible form, U+212B", TEXT("\u212b"), REFUSED},
		{"half-width katakana with its mark", TEXT("\uff76\uff9e"), TEXT("\u30ac")},
	};

	PRECIS_TEST_ROWS(PRECIS_USERNAME, rows);
}
END_TEST

/* RFC 8265 section 3.1: username = userpart *(1*SP userpart). */
START_TEST(spaces_stand_only_between_the_parts_of_a_name)
{
	static const struct precis_test_row rows[] = {
		{"one", TEXT("J\u00fcrgen Li"), TEXT("J\u00fcrgen Li")},
		{"two", TEXT("J\u00fcrgen  \u674e"), TEXT("J\u00fcrgen  \u674e")},
		{"alone", TEXT(" "), REFUSED},
		{"before", TEXT(" \u674e"), REFUSED},
		{"behind", TEXT("\u674e "), REFUSED},
		{"no-break space", TEXT("a\u00a0b"), REFUSED},
		{"ideographic space", TEXT("a\u3000b"), REFUSED},
		{"the second part is refused", TEXT("a \u265a"), REFUSED},
		{"each part has a direction of its own", TEXT("\u05d0 a"), TEXT("\u05d0 a")},
	};

	PRECIS_TEST_ROWS(PRECIS_USERNAME, rows);
}
END_TEST

/* RFC 5893 section 2. */
START_TEST(names_from_right_to_left_obey_the_bidi_rule)
{
	static const struct precis_test_row rows[] = {
		{"begins from the left", TEXT("a\u05d0"), REFUSED},
		{"begins with a digit", TEXT("1\u05d0"), REFUSED},
		{"a Latin letter within", TEXT("\u05d0a\u05d0"), REFUSED},
		{"ends with a digit", TEXT("\u05d01"), TEXT("\u05d01")},
		{"ends with a mark", TEXT("\u05d0\u05b0"), TEXT("\u05d0\u05b0")},
		{"ends with a neutral", TEXT("\u05d0-"), REFUSED},
		{"a neutral within", TEXT("\u05d0-\u05d0"), TEXT("\u05d0-\u05d0")},
		{"ends with a neutral and a mark", TEXT("\u05d0-\u05b0"), REFUSED},
		{"Arabic digits", TEXT("\u0627\u0661"), TEXT("\u0627\u0661")},
		{"European and Arabic digits", TEXT("\u06271\u0661"), REFUSED},
		{"Arabic digits alone", TEXT("\u0661"), REFUSED},
		{"Arabic digits from the left", TEXT("a\u0661"), REFUSED},
	};

	PRECIS_TEST_ROWS(PRECIS_USERNAME, rows);
}
END_TEST

/* RFC 5892 appendix A. */
START_TEST(some_code_points_depend_on_their_neighbours)
{
	static const struct precis_test_row rows[] = {
		{"ZWNJ after a virama", TEXT("\u0915\u094d\u200c"), TEXT("\u0915\u094d\u200c")},
		{"ZWNJ between joining letters", TEXT("\u0628\u200c\u0628"),
		 TEXT("\u0628\u200c\u0628")},
		{"ZWNJ between, over marks", TEXT("\u0628\u064b\u200c\u064b\u0628"),
		 TEXT("\u0628\u064b\u200c\u064b\u0628")},
		{"ZWNJ after one that joins to the left", TEXT("\ua872\u200c\u0628"),
		 TEXT("\ua872\u200c\u0628")},
		{"ZWNJ after one that does not join", TEXT("\u0627\u200c\u0628"), REFUSED},
		{"ZWNJ at the end", TEXT("\u0628\u200c"), REFUSED},
		{"ZWNJ at the beginning", TEXT("\u200c\u0628"), REFUSED},
		{"ZWJ after a virama", TEXT("\u0915\u094d\u200d"), TEXT("\u0915\u094d\u200d")},
		{"ZWJ after a letter", TEXT("\u0915\u200d"), REFUSED},
		{"ZWJ alone", TEXT("\u200d"), REFUSED},
		{"middle dot between l and l", TEXT("l\u00b7l"), TEXT("l\u00b7l")},
		{"middle dot between l and a", TEXT("l\u00b7a"), REFUSED},
		{"middle dot between a and l", TEXT("a\u00b7l"), REFUSED},
		{"middle dot at the end", TEXT("l\u00b7"), REFUSED},
		/* RFC 8264 section 7: only what is composed stands beside the wrong letter. */
		{"middle dot before l that is composed", TEXT("l\u00b7l\u032d"), REFUSED},
		{"ano teleia, which becomes a middle dot", TEXT("l\u0387l"), TEXT("l\u00b7l")},
		{"ano teleia between other letters", TEXT("a\u0387b"), REFUSED},
		{"Greek numeral sign before Greek", TEXT("\u0375\u03b1"), TEXT("\u0375\u03b1")},
		{"Greek numeral sign at the end", TEXT("\u03b1\u0375"), REFUSED},
		{"geresh after Hebrew", TEXT("\u05d0\u05f3"), TEXT("\u05d0\u05f3")},
		{"gershayim after Hebrew", TEXT("\u05d0\u05f4"), TEXT("\u05d0\u05f4")},
		{"geresh at the beginning", TEXT("\u05f3\u05d0"), REFUSED},
		{"katakana middle dot with Hiragana", TEXT("\u3042\u30fb"), TEXT("\u3042\u30fb")},
		{"katakana middle dot with Han", TEXT("\u30fb\u674e"), TEXT("\u30fb\u674e")},
		{"katakana middle dot with Latin", TEXT("a\u30fbb"), REFUSED},
		{"both kinds of Arabic digits", TEXT("\u0627\u0661\u06f1"), REFUSED},
		{"extended Arabic digits", TEXT("\u0627\u06f1"), TEXT("\u0627\u06f1")},
	};

	PRECIS_TEST_ROWS(PRECIS_PASSWORD, rows);
}
END_TEST

START_TEST(passwords_keep_everything_that_can_be_seen)
{
	static const struct precis_test_row rows[] = {
		{"a symbol", TEXT("\u20ac"), TEXT("\u20ac")},
		{"an emoji", TEXT("\U0001f600"), TEXT("\U0001f600")},
		{"a ligature", TEXT("\ufb01"), TEXT("\ufb01")},
		{"a roman numeral", TEXT("\u2163"), TEXT("\u2163")},
		{"left and right", TEXT("a\u05d0-"), TEXT("a\u05d0-")},
		{"thin space", TEXT("\u2009a"), TEXT(" a")},
		{"SPACE alone", TEXT(" "), TEXT(" ")},
	};

	PRECIS_TEST_ROWS(PRECIS_PASSWORD, rows);
}
END_TEST

START_TEST(what_was_prepared_is_prepared_to_itself)
{
	static const struct precis_test_row rows[] = {
		{"composed", TEXT("Jos\u00e9"), TEXT("Jos\u00e9")},
		{"Hangul", TEXT("\ud55c\uae00"), TEXT("\ud55c\uae00")},
		{"katakana", TEXT("\u30ac"), TEXT("\u30ac")},
	};

	PRECIS_TEST_ROWS(PRECIS_USERNAME, rows);
	PRECIS_TEST_ROWS(PRECIS_PASSWORD, rows);
}
END_TEST

START_TEST(a_result_that_does_not_fit_is_refused)
{
	static const struct {
		const char *label;
		struct octets input;
		size_t size;
		bool fits;
	} rows[] = {
		{"ASCII, just", TEXT("abc"), 3, true},
		{"ASCII, not", TEXT("abc"), 2, false},
		{"beyond ASCII, just", TEXT("a\u674e"), 4, true},
		{"beyond ASCII, not", TEXT("a\u674e"), 3, false},
		{"shorter in NFC", TEXT("e\u0301"), 2, true},
		{"longer in NFC", TEXT("\u0958"), 3, false},
		{"no place at all", TEXT("a"), 0, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		/* On the heap, so that a byte too many is seen by those who look for it. */
		char *buffer = malloc(rows[i].size + (rows[i].size == 0));
		struct octets prepared;

		ck_assert_msg(precis_prepare(PRECIS_PASSWORD, rows[i].input, buffer, rows[i].size,
					     &prepared) == rows[i].fits,
			      "%s", rows[i].label);
		free(buffer);
	}
}
END_TEST

/* Repeats a literal of `unit` bytes until there are `length` bytes, and prepares them. */
static bool precis_test_long(const char *text, size_t length)
{
	static char input[4096];
	static char buffer[3 * 4096];
	size_t unit = strlen(text);
	struct octets prepared;

	for (size_t i = 0; i < length; i++)
		input[i] = text[i % unit];
	return precis_prepare(PRECIS_PASSWORD, (struct octets){input, length}, buffer,
			      sizeof(buffer), &prepared);
}

START_TEST(long_input_is_refused_and_never_overruns)
{
	ck_assert(precis_test_long("\u00e9", 1024));
	ck_assert(!precis_test_long("\u00e9", 1026));
	/* These grow by NFC, from 3 bytes to 3 code points of 2. */
	ck_assert(precis_test_long("\ufb2c", 510));
	ck_assert(!precis_test_long("\ufb2c", 516)); /* it could not be an account's */
	/* As long a run of marks as there can be. */
	ck_assert(precis_test_long("\u0301", 1024));
	ck_assert(!precis_test_long("\u0344", 1024));
}
END_TEST

START_TEST(only_what_comes_out_as_it_went_in_is_prepared)
{
	static const struct {
		const char *label;
		enum precis_profile profile;
		struct octets text;
		bool prepared;
	} rows[] = {
		{"ASCII name", PRECIS_USERNAME, OCTETS("alice"), true},
		{"name in NFC", PRECIS_USERNAME, OCTETS("Jos\xc3\xa9"), true},
		{"name in NFD", PRECIS_USERNAME, OCTETS("Jose\xcc\x81"), false},
		{"full-width name", PRECIS_USERNAME, OCTETS("\xef\xbd\x81"), false},
		{"name that gets longer", PRECIS_USERNAME, OCTETS("\xe0\xa5\x98"), false},
		{"name that is refused", PRECIS_USERNAME, OCTETS("a\tb"), false},
		{"empty name", PRECIS_USERNAME, OCTETS(""), false},
		{"full-width password", PRECIS_PASSWORD, OCTETS("\xef\xbd\x81"), true},
		{"password in NFD", PRECIS_PASSWORD, OCTETS("e\xcc\x81"), false},
		{"password with a wide space", PRECIS_PASSWORD, OCTETS("a\xe3\x80\x80"), false},
		{"absent password", PRECIS_PASSWORD, {0}, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(precis_is_prepared(rows[i].profile, rows[i].text) == rows[i].prepared,
			      "%s", rows[i].label);
}
END_TEST

Suite *precis_suite(void)
{
	Suite *suite = suite_create("precis");
	TCase *tests = tcase_create("precis");

	tcase_add_test(tests, every_vector_is_prepared_as_it_says);
	tcase_add_test(tests, names_and_passwords_must_be_utf_8);
	tcase_add_test(tests, what_nobody_sees_is_refused_in_names_and_passwords);
	tcase_add_test(tests, names_have_letters_digits_and_printable_ascii);
	tcase_add_test(tests, spaces_stand_only_between_the_parts_of_a_name);
	tcase_add_test(tests, names_from_right_to_left_obey_the_bidi_rule);
	tcase_add_test(tests, some_code_points_depend_on_their_neighbours);
	tcase_add_test(tests, passwords_keep_everything_that_can_be_seen);
	tcase_add_test(tests, what_was_prepared_is_prepared_to_itself);
	tcase_add_test(tests, a_result_that_does_not_fit_is_refused);
	tcase_add_test(tests, long_input_is_refused_and_never_overruns);
	tcase_add_test(tests, only_what_comes_out_as_it_went_in_is_prepared);
	suite_add_tcase(suite, tests);
	return suite;
}
