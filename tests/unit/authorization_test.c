/* The parser of Authorization fields, case by case (the numbers are those of the specification). */
#include "http/authorization.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *authorization_suite(void);

#define MALFORMED "malformed"
#define NONE      "none"

struct parse_case {
	const char *label;
	struct octets value;
	const char *expected; /* as rendered() writes it */
};

/* One text for all that came out: scheme, then " TOKEN68" or " name=value" and " name='quoted'". */
static const char *rendered(struct octets value)
{
	static char text[4 * AUTHORIZATION_LENGTH_MAX];
	static char memory[AUTHORIZATION_LENGTH_MAX];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct authorization authorization;
	struct error error = {.text = ""};
	enum authorization_form form = authorization_parse(value, &arena, &authorization, &error);
	char *at = text;

	ck_assert_int_eq(form != AUTHORIZATION_FORMED, error.text[0] != '\0');
	if (form != AUTHORIZATION_FORMED)
		return form == AUTHORIZATION_NONE ? NONE : MALFORMED;
	at += sprintf(at, "%.*s", (int)authorization.scheme.length, authorization.scheme.data);
	if (authorization.token68.data)
		sprintf(at, " %.*s", (int)authorization.token68.length, authorization.token68.data);
	for (size_t i = 0; i < authorization.parameter_count; i++) {
		const struct authorization_parameter *parameter = &authorization.parameters[i];
		const char *quote = parameter->quoted ? "'" : "";

		at += sprintf(at, " %.*s=%s%.*s%s", (int)parameter->name.length,
			      parameter->name.data, quote, (int)parameter->value.length,
			      parameter->value.data, quote);
	}
	return text;
}

static void check_cases(const struct parse_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *text = rendered(cases[i].value);

		ck_assert_msg(strcmp(text, cases[i].expected) == 0, "%s: %s", cases[i].label, text);
	}
}

#define CHECK_CASES(cases) check_cases(cases, sizeof(cases) / sizeof((cases)[0]))
#define CASE(label, value, expected)                                                               \
	{                                                                                          \
		label, {value, sizeof(value) - 1}, expected                                        \
	}

START_TEST(schemes_are_taken_apart)
{
	static const struct parse_case cases[] = {
		CASE("G02 any case", "dIgEsT a=b", "dIgEsT a=b"),
		CASE("G07 three spaces", "Digest   a=b", "Digest a=b"),
		CASE("G08 HTAB behind the scheme", "Digest\ta=b", NONE),
		CASE("G20 alone", "Digest", "Digest"),
		CASE("G21 alone with a space", "Digest ", "Digest"),
		CASE("G25 no space", "Digestusername=\"x\"", NONE),
		CASE("G26 unknown", "Bogus a=b", "Bogus a=b"),
		CASE("G27 empty", "", NONE),
		CASE("no scheme", " a=b", NONE),
		CASE("B33 a token and no scheme", "QWxhZGRpbg==", NONE),
		CASE("a NUL in the scheme", "Dig\0est a=b", NONE),
		CASE("a comma behind the scheme", "Digest,a=b", NONE),
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(token68_is_not_a_parameter)
{
	static const struct parse_case cases[] = {
		CASE("G22 token68", "Digest abcdefgh==", "Digest abcdefgh=="),
		CASE("G23 a bare name", "Digest username", "Digest username"),
		CASE("all its octets", "Basic aZ09-._~+/=", "Basic aZ09-._~+/="),
		CASE("any number of =", "Basic QQ====", "Basic QQ===="),
		CASE("B05 trailing spaces", "Basic QQ==  ", "Basic QQ=="),
		CASE("G24 = alone", "Digest =x", MALFORMED),
		CASE("only padding", "Basic ====", MALFORMED),
		CASE("B17 a space inside", "Basic QWxh ZGRp", MALFORMED),
		CASE("B18 * inside", "Basic QWxh*GRp", MALFORMED),
		CASE("= inside", "Basic QWxh=GRp==", MALFORMED),
		CASE("B21 a parameter behind it", "Basic QQ==, realm=\"x\"", MALFORMED),
		CASE("B22 quoted", "Basic \"QQ==\"", MALFORMED),
		CASE("B37 a comma behind it", "Basic QQ==,", MALFORMED),
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(lists_of_parameters_are_taken_apart)
{
	static const struct parse_case cases[] = {
		CASE("G03 names in any case", "Digest REALM=\"R\"", "Digest REALM='R'"),
		CASE("G04 no space", "Digest a=1,b=2", "Digest a=1 b=2"),
		CASE("G05 white space", "Digest a=1 ,\t b=2", "Digest a=1 b=2"),
		CASE("G06 white space around =", "Digest a = \"x\", b\t=\t2", "Digest a='x' b=2"),
		CASE("G09 empty elements", "Digest a=1, , ,b=2", "Digest a=1 b=2"),
		CASE("G10 empty at both ends", "Digest ,a=1, ,", "Digest a=1"),
		CASE("only empty", "Digest ,", "Digest"),
		CASE("G13 quoted tokens", "Digest qop=\"auth\"", "Digest qop='auth'"),
		CASE("G14 tokens unquoted", "Digest cnonce=ab", "Digest cnonce=ab"),
		CASE("G15 unknown ones", "Digest x-y=\"q,\\\"z\", p=\"\"",
		     "Digest x-y='q,\"z' p=''"),
		CASE("G37 trailing space", "Digest a=1 ", "Digest a=1"),
		CASE("G42 an empty value", "Digest realm=\"\"", "Digest realm=''"),
		CASE("a name with *", "Digest username*=UTF-8''a", "Digest username*=UTF-8''a"),
		CASE("an empty token", "Digest a=, b=2", MALFORMED),
		CASE("no comma", "Digest a=1 b=2", MALFORMED),
		CASE("G19 junk behind a quoted string", "Digest a=\"x\" junk", MALFORMED),
		CASE("G19 at once", "Digest a=\"x\"junk", MALFORMED),
		CASE("G23 in a list", "Digest a=1, username", MALFORMED),
		CASE("G24 no name", "Digest a=1, =x", MALFORMED),
		CASE("G29 two credentials", "Digest a=1, Digest b=2", MALFORMED),
		CASE("G43 a space in a name", "Digest user name=\"x\"", MALFORMED),
		CASE("G43 no ASCII in a name", "Digest us\xc3\xa9r=\"x\"", MALFORMED),
		CASE("G44 base64 unquoted", "Digest nonce=ab/c==", MALFORMED),
		CASE("a NUL between", "Digest a=1,\0b=2", MALFORMED),
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(quoted_strings_are_unescaped)
{
	static const struct parse_case cases[] = {
		CASE("G11 needless quoted-pair", "Digest a=\"M\\u\\fasa\"", "Digest a='Mufasa'"),
		CASE("G12 as curl writes it", "Digest a=\"a\\\"b\\\\c\"", "Digest a='a\"b\\c'"),
		CASE("an escape at the end", "Digest a=\"\\\\\", b=2", "Digest a='\\' b=2"),
		CASE("a comma", "Digest a=\",\", b=2", "Digest a=',' b=2"),
		CASE("HTAB", "Digest a=\"x\ty\"", "Digest a='x\ty'"),
		CASE("HTAB escaped", "Digest a=\"x\\\ty\"", "Digest a='x\ty'"),
		CASE("G36 obs-text", "Digest a=\"J\xc3\xbcrgen\"", "Digest a='J\xc3\xbcrgen'"),
		CASE("obs-text escaped", "Digest a=\"\\\xc3\"", "Digest a='\xc3'"),
		CASE("G18 no end", "Digest a=\"x", MALFORMED),
		CASE("G18 nothing inside", "Digest a=\"", MALFORMED),
		CASE("the end escaped", "Digest a=\"x\\\"", MALFORMED),
		CASE("an escape of nothing", "Digest a=\"x\\", MALFORMED),
		CASE("G33 NUL", "Digest a=\"x\0y\"", MALFORMED),
		CASE("NUL escaped", "Digest a=\"x\\\0y\"", MALFORMED),
		CASE("G34 0x01", "Digest a=\"x\1y\"", MALFORMED),
		CASE("DEL", "Digest a=\"x\x7fy\"", MALFORMED),
		CASE("G35 DEL escaped", "Digest a=\"\\\x7f\"", MALFORMED),
		CASE("G38 folded", "Digest a=\"x\r\n y\"", MALFORMED),
	};

	CHECK_CASES(cases);
}
END_TEST

START_TEST(a_name_stands_once)
{
	static const struct parse_case cases[] = {
		CASE("G16 the same value", "Digest username=a, username=a", MALFORMED),
		CASE("G17 another value", "Digest nc=1, a=2, nc=3", MALFORMED),
		CASE("another case", "Digest nc=1, NC=1", MALFORMED),
		CASE("names of one mark", "Digest nc=1, cn=2", "Digest nc=1 cn=2"),
		CASE("the beginning of a name", "Digest nc=1, ncx=2, n=3", "Digest nc=1 ncx=2 n=3"),
	};

	CHECK_CASES(cases);
}
END_TEST

#define LIST_START "Digest "

static struct octets list_of_parameters(unsigned int count)
{
	static char text[8192] = LIST_START;
	size_t length = strlen(LIST_START);

	for (unsigned int i = 0; i < count; i++)
		length += (size_t)sprintf(text + length, "p%u=v,", i);
	return (struct octets){.data = text, .length = length};
}

static struct octets list_of_octets(char octet, size_t count)
{
	static char text[AUTHORIZATION_LENGTH_MAX + 1] = LIST_START;

	memset(text + strlen(LIST_START), octet, count);
	return (struct octets){.data = text, .length = strlen(LIST_START) + count};
}

START_TEST(lists_are_bounded)
{
	ck_assert_str_ne(rendered(list_of_parameters(64)), MALFORMED);
	ck_assert_str_eq(rendered(list_of_parameters(65)), MALFORMED);
	ck_assert_str_eq(rendered(list_of_parameters(300)), MALFORMED); /* G32 */
	ck_assert_str_eq(rendered(list_of_octets(',', 32)), "Digest");
	ck_assert_str_eq(rendered(list_of_octets(',', 33)), MALFORMED);
}
END_TEST

START_TEST(long_values_are_bounded)
{
	size_t room = AUTHORIZATION_LENGTH_MAX - strlen(LIST_START);

	ck_assert_str_ne(rendered(list_of_octets('x', room)), MALFORMED);     /* G31 */
	ck_assert_str_eq(rendered(list_of_octets('x', room + 1)), MALFORMED); /* G45 */
}
END_TEST

START_TEST(values_are_borrowed_unless_they_are_escaped)
{
	const struct octets value = OCTETS("Digest a=\"plain\", b=\"es\\caped\"");
	char memory[64];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct authorization parsed;
	struct error error;

	ck_assert_int_eq(authorization_parse(value, &arena, &parsed, &error), AUTHORIZATION_FORMED);
	ck_assert_ptr_eq(parsed.parameters[0].value.data, value.data + strlen("Digest a=\""));
	ck_assert(parsed.parameters[1].value.data >= memory &&
		  parsed.parameters[1].value.data < memory + sizeof(memory));
}
END_TEST

START_TEST(a_full_arena_makes_it_malformed)
{
	char memory[1];
	struct arena arena = {.memory = memory, .size = 0};
	struct authorization parsed;
	struct error error;

	ck_assert_int_eq(authorization_parse(OCTETS("Digest a=\"\\b\""), &arena, &parsed, &error),
			 AUTHORIZATION_MALFORMED);
	ck_assert_str_eq(error.text, "cannot read Authorization: the quoted strings are too long");
}
END_TEST

/* So that a reader beyond the end is seen by the sanitizers. */
START_TEST(every_beginning_of_a_field_is_read_within_its_bounds)
{
	const struct octets whole = OCTETS("Digest a=\"x\\\"y\" , b = c,, d=\"\"");

	for (size_t length = 0; length <= whole.length; length++) {
		char *copy = malloc(length + 1);
		struct octets value = {.data = copy + 1, .length = length};

		ck_assert_ptr_nonnull(copy);
		memcpy(copy + 1, whole.data, length);
		rendered(value);
		free(copy);
	}
}
END_TEST

START_TEST(parameters_are_found_by_names_in_any_case)
{
	char memory[1];
	struct arena arena = {.memory = memory, .size = 0};
	struct authorization parsed;
	struct error error;

	authorization_parse(OCTETS("Digest NC=1, nonce=2"), &arena, &parsed, &error);
	ck_assert_ptr_eq(authorization_parameter(&parsed, OCTETS("nc")), &parsed.parameters[0]);
	ck_assert_ptr_eq(authorization_parameter(&parsed, OCTETS("nonce")), &parsed.parameters[1]);
	ck_assert_ptr_null(authorization_parameter(&parsed, OCTETS("n")));
	ck_assert_ptr_null(authorization_parameter(&parsed, OCTETS("cnonce")));
}
END_TEST

START_TEST(names_that_share_a_mark_are_told_apart)
{
	char memory[1];
	struct arena arena = {.memory = memory, .size = 0};
	struct authorization parsed;
	struct error error;

	ck_assert_uint_eq(authorization_mark(OCTETS("nc")), authorization_mark(OCTETS("CN")));
	authorization_parse(OCTETS("Digest cn=1"), &arena, &parsed, &error);
	ck_assert_ptr_null(authorization_parameter(&parsed, OCTETS("nc")));
	ck_assert_int_eq(
		authorization_parse(OCTETS("Digest cn=1, nonce=2, nc=3"), &arena, &parsed, &error),
		AUTHORIZATION_FORMED);
	ck_assert_ptr_eq(authorization_parameter(&parsed, OCTETS("cn")), &parsed.parameters[0]);
	ck_assert_ptr_eq(authorization_parameter(&parsed, OCTETS("nonce")), &parsed.parameters[1]);
	ck_assert_ptr_eq(authorization_parameter(&parsed, OCTETS("nc")), &parsed.parameters[2]);
	ck_assert_int_eq(
		authorization_parse(OCTETS("Digest cn=1, nc=2, NC=3"), &arena, &parsed, &error),
		AUTHORIZATION_MALFORMED);
}
END_TEST

Suite *authorization_suite(void)
{
	Suite *suite = suite_create("authorization");
	TCase *tests = tcase_create("authorization");

	tcase_add_test(tests, schemes_are_taken_apart);
	tcase_add_test(tests, token68_is_not_a_parameter);
	tcase_add_test(tests, lists_of_parameters_are_taken_apart);
	tcase_add_test(tests, quoted_strings_are_unescaped);
	tcase_add_test(tests, a_name_stands_once);
	tcase_add_test(tests, lists_are_bounded);
	tcase_add_test(tests, long_values_are_bounded);
	tcase_add_test(tests, values_are_borrowed_unless_they_are_escaped);
	tcase_add_test(tests, a_full_arena_makes_it_malformed);
	tcase_add_test(tests, every_beginning_of_a_field_is_read_within_its_bounds);
	tcase_add_test(tests, parameters_are_found_by_names_in_any_case);
	tcase_add_test(tests, names_that_share_a_mark_are_told_apart);
	suite_add_tcase(suite, tests);
	return suite;
}
