/* The notation `type:piece:key=value`: what is taken, and what is left over. */
#include "base/arguments.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *arguments_suite(void);

static struct error arguments_test_error;

static struct arguments *arguments_test_parse(const char *string)
{
	struct arguments *arguments = arguments_parse(
		string, (struct origin){.directory = "/etc/postern"}, &arguments_test_error);

	ck_assert_ptr_nonnull(arguments);
	return arguments;
}

static void arguments_test_expect_next(struct arguments *arguments, const char *expected)
{
	struct octets piece;

	ck_assert(arguments_next(arguments, &piece));
	ck_assert_str_eq(piece.data, expected);
	ck_assert_uint_eq(piece.length, strlen(expected));
}

static void arguments_test_expect_option(struct arguments *arguments, const char *key,
					 const char *expected)
{
	struct octets value;

	ck_assert(arguments_option(arguments, key, &value));
	ck_assert_str_eq(value.data, expected);
	ck_assert_uint_eq(value.length, strlen(expected));
}

START_TEST(the_type_stands_before_the_first_colon)
{
	struct arguments *arguments = arguments_test_parse("memory:alice:secret");

	ck_assert_str_eq(arguments_type(arguments), "memory");
	arguments_destroy(arguments);
}
END_TEST

START_TEST(a_string_is_taken_apart_at_its_colons)
{
	static const struct {
		const char *label;
		const char *string;
		size_t count;
		const char *pieces[4];
	} rows[] = {
		{"nothing", "", 0, {0}},
		{"a type alone", "anonymous", 0, {0}},
		{"two pieces", "memory:alice:secret", 2, {"alice", "secret"}},
		{"one empty piece", "memory:", 1, {""}},
		{"empty pieces", "memory:::x:", 4, {"", "", "x", ""}},
		{"an escaped colon", "tcp6:\\:\\:1", 1, {"::1"}},
		{"an escaped backslash", "memory:a\\\\:b", 2, {"a\\", "b"}},
		{"an escaped letter is the letter", "memory:\\n", 1, {"n"}},
		{"what looks like options", "memory:a=b:c=d", 2, {"a=b", "c=d"}},
		{"bytes beyond ASCII", "memory:J\xc3\xbcrgen", 1, {"J\xc3\xbcrgen"}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arguments *arguments = arguments_test_parse(rows[i].string);
		struct octets piece;

		ck_assert_msg(arguments_left(arguments) == rows[i].count, "%s", rows[i].label);
		for (size_t k = 0; k < rows[i].count; k++)
			ck_assert_msg(arguments_next(arguments, &piece) &&
					      octets_equal(piece, octets_from(rows[i].pieces[k])),
				      "%s: piece %zu", rows[i].label, k);
		ck_assert_msg(!arguments_next(arguments, &piece), "%s", rows[i].label);
		arguments_destroy(arguments);
	}
}
END_TEST

START_TEST(an_escaped_colon_may_stand_in_the_type)
{
	struct arguments *arguments = arguments_test_parse("a\\:b:c");

	ck_assert_str_eq(arguments_type(arguments), "a:b");
	ck_assert_uint_eq(arguments_left(arguments), 1);
	arguments_destroy(arguments);
}
END_TEST

START_TEST(a_backslash_at_the_end_is_an_error)
{
	struct error error;

	ck_assert_ptr_null(
		arguments_parse("memory:alice\\", (struct origin){.directory = "/"}, &error));
	ck_assert_str_eq(error.text, "expected a character after the last '\\'");
}
END_TEST

START_TEST(options_are_taken_from_wherever_they_stand)
{
	struct arguments *arguments =
		arguments_test_parse("ssl:certKey=cert.pem:8443:privateKey=key.pem");

	arguments_test_expect_option(arguments, "privateKey", "key.pem");
	arguments_test_expect_next(arguments, "certKey=cert.pem");
	arguments_test_expect_next(arguments, "8443");
	ck_assert(arguments_all_taken(arguments, &arguments_test_error));
	arguments_destroy(arguments);
}
END_TEST

START_TEST(pieces_keep_their_order_around_options)
{
	struct arguments *arguments = arguments_test_parse("unix:mode=660:/run/a:user=www:b");

	arguments_test_expect_option(arguments, "user", "www");
	arguments_test_expect_option(arguments, "mode", "660");
	arguments_test_expect_next(arguments, "/run/a");
	arguments_test_expect_next(arguments, "b");
	arguments_destroy(arguments);
}
END_TEST

START_TEST(an_option_is_found_by_its_exact_key)
{
	static const struct {
		const char *label;
		const char *string;
		const char *value; /* of the option "mode"; NULL when there is none */
	} rows[] = {
		{"a value", "x:mode=660", "660"},
		{"an empty value", "x:mode=", ""},
		{"a value with '='", "x:mode=a=b", "a=b"},
		{"an escaped colon in the value", "x:mode=\\:\\:", "::"},
		{"a value ends at the colon", "x:mode=a:b", "a"},
		{"the first of two", "x:mode=1:mode=2", "1"},
		{"an escaped letter in the key", "x:mo\\de=1", "1"},
		{"no '='", "x:mode", NULL},
		{"a longer key", "x:modest=1", NULL},
		{"a shorter key", "x:mod=1", NULL},
		{"another case", "x:Mode=1", NULL},
		{"an escaped '='", "x:mode\\=660", NULL},
		{"an escaped '=' before another", "x:mode\\==1", NULL},
		{"the type is no option", "mode=660", NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arguments *arguments = arguments_test_parse(rows[i].string);
		struct octets value = {0};
		bool found = arguments_option(arguments, "mode", &value);

		ck_assert_msg(!found == !rows[i].value, "%s", rows[i].label);
		ck_assert_msg(!found || octets_equal(value, octets_from(rows[i].value)), "%s",
			      rows[i].label);
		arguments_destroy(arguments);
	}
}
END_TEST

START_TEST(an_option_is_taken_once)
{
	struct arguments *arguments = arguments_test_parse("x:mode=1:mode=2");
	struct octets value;

	arguments_test_expect_option(arguments, "mode", "1");
	arguments_test_expect_option(arguments, "mode", "2");
	ck_assert(!arguments_option(arguments, "mode", &value));
	arguments_destroy(arguments);
}
END_TEST

START_TEST(a_choice_is_yes_or_no)
{
	static const struct {
		const char *label;
		const char *string;
		bool before, after;
		const char *error; /* NULL: none */
	} rows[] = {
		{"unsaid, by default no", "files:www", false, false, NULL},
		{"unsaid, by default yes", "files:www", true, true, NULL},
		{"yes", "files:www:listing=yes", false, true, NULL},
		{"no", "files:www:listing=no", true, false, NULL},
		{"else", "files:listing=Yes", true, false,
		 "cannot use listing 'Yes', only 'yes' and 'no'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arguments *arguments = arguments_test_parse(rows[i].string);
		bool choice = rows[i].before;
		bool taken = arguments_choice(arguments, "listing", &choice, &arguments_test_error);

		ck_assert_msg(taken == !rows[i].error, "%s", rows[i].label);
		ck_assert_msg(choice == rows[i].after, "%s", rows[i].label);
		if (rows[i].error)
			ck_assert_str_eq(arguments_test_error.text, rows[i].error);
		arguments_destroy(arguments);
	}
}
END_TEST

START_TEST(the_first_piece_that_nobody_took_is_named)
{
	struct arguments *arguments = arguments_test_parse("unix:/run/a:moed=660:more");
	struct error error;

	arguments_test_expect_next(arguments, "/run/a");
	ck_assert(!arguments_all_taken(arguments, &error));
	ck_assert_str_eq(error.text, "unexpected 'moed=660'");
	arguments_destroy(arguments);
}
END_TEST

START_TEST(paths_are_relative_to_the_directory)
{
	struct arguments *arguments = arguments_test_parse("sqlite:users.db:/var/users.db:../a b");
	char path[PATH_MAX];

	ck_assert(arguments_next_path(arguments, path, &arguments_test_error));
	ck_assert_str_eq(path, "/etc/postern/users.db");
	ck_assert(arguments_next_path(arguments, path, &arguments_test_error));
	ck_assert_str_eq(path, "/var/users.db");
	ck_assert(arguments_next_path(arguments, path, &arguments_test_error));
	ck_assert_str_eq(path, "/etc/postern/../a b");
	arguments_destroy(arguments);
}
END_TEST

START_TEST(paths_are_those_of_the_root_directory)
{
	const struct origin origin = {.directory = "/srv/jail/etc", .root = "/srv/jail"};
	struct arguments *arguments = arguments_parse(
		"sqlite:users.db:/srv/jail/users.db:/var/users.db", origin, &arguments_test_error);
	char path[PATH_MAX];

	ck_assert(arguments_next_path(arguments, path, &arguments_test_error));
	ck_assert_str_eq(path, "/etc/users.db");
	ck_assert(arguments_next_path(arguments, path, &arguments_test_error));
	ck_assert_str_eq(path, "/users.db");
	ck_assert(!arguments_next_path(arguments, path, &arguments_test_error));
	ck_assert_str_eq(arguments_test_error.text,
			 "cannot reach '/var/users.db' from the root directory '/srv/jail'");
	arguments_destroy(arguments);
}
END_TEST

START_TEST(a_path_must_be_there)
{
	struct arguments *arguments = arguments_test_parse("sqlite:");
	char path[PATH_MAX];
	struct error error;

	ck_assert(!arguments_next_path(arguments, path, &error));
	ck_assert_str_eq(error.text, "expected a path, not ''");
	ck_assert(!arguments_next_path(arguments, path, &error));
	ck_assert_str_eq(error.text, "expected a path");
	arguments_destroy(arguments);
}
END_TEST

/* "x:" and `length` times the byte. The caller frees it. */
static char *arguments_test_repeat(char byte, size_t length)
{
	char *string = calloc(1, length + 3);

	ck_assert_ptr_nonnull(string);
	strcpy(string, "x:");
	memset(string + 2, byte, length);
	return string;
}

START_TEST(a_path_that_is_too_long_is_an_error)
{
	static const struct {
		size_t length;
		bool fits;
	} rows[] = {
		{PATH_MAX - 1 - strlen("/etc/postern/"), true},
		{PATH_MAX - strlen("/etc/postern/"), false},
		{2 * PATH_MAX, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *string = arguments_test_repeat('a', rows[i].length);
		struct arguments *arguments = arguments_test_parse(string);
		char path[PATH_MAX];
		struct error error;

		ck_assert_msg(arguments_next_path(arguments, path, &error) == rows[i].fits,
			      "%zu bytes", rows[i].length);
		arguments_destroy(arguments);
		free(string);
	}
}
END_TEST

START_TEST(there_are_at_most_4096_pieces)
{
	struct error error;
	char *most = arguments_test_repeat(':', 4094);
	char *more = arguments_test_repeat(':', 4095);
	struct arguments *arguments = arguments_test_parse(most);

	ck_assert_uint_eq(arguments_left(arguments), 4095);
	ck_assert_ptr_null(arguments_parse(more, (struct origin){.directory = "/"}, &error));
	ck_assert_str_eq(error.text, "too many pieces, 4096 are allowed");
	arguments_destroy(arguments);
	free(most);
	free(more);
}
END_TEST

START_TEST(destroying_nothing_is_fine)
{
	arguments_destroy(NULL);
}
END_TEST

Suite *arguments_suite(void)
{
	Suite *suite = suite_create("arguments");
	TCase *tests = tcase_create("arguments");

	tcase_add_test(tests, the_type_stands_before_the_first_colon);
	tcase_add_test(tests, a_string_is_taken_apart_at_its_colons);
	tcase_add_test(tests, an_escaped_colon_may_stand_in_the_type);
	tcase_add_test(tests, a_backslash_at_the_end_is_an_error);
	tcase_add_test(tests, options_are_taken_from_wherever_they_stand);
	tcase_add_test(tests, pieces_keep_their_order_around_options);
	tcase_add_test(tests, an_option_is_found_by_its_exact_key);
	tcase_add_test(tests, an_option_is_taken_once);
	tcase_add_test(tests, a_choice_is_yes_or_no);
	tcase_add_test(tests, the_first_piece_that_nobody_took_is_named);
	tcase_add_test(tests, paths_are_relative_to_the_directory);
	tcase_add_test(tests, paths_are_those_of_the_root_directory);
	tcase_add_test(tests, a_path_must_be_there);
	tcase_add_test(tests, a_path_that_is_too_long_is_an_error);
	tcase_add_test(tests, there_are_at_most_4096_pieces);
	tcase_add_test(tests, destroying_nothing_is_fine);
	suite_add_tcase(suite, tests);
	return suite;
}
