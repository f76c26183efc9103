/* Basic, from the field's value to credentials (the numbers are those of the specification). */
#include "base/base64.h"
#include "http/authorization.h"
#include "http/basic_names.h"
#include "http/credential_factory.h"
#include "http/nonces.h"

#include <check.h>
#include <jansson.h>
#include <stdio.h>

Suite *basic_suite(void);

static struct nonces *nonces;
static struct basic_names *names;
static struct credential_factory *factory;
static char memory[16384];
static struct arena arena;
static struct error error;

static void make_factory(void)
{
	const struct protection_space space = {
		.realm = "Example", .nonces = nonces, .names = names};

	factory = credential_factory_create("basic", &space, &error);
	ck_assert_ptr_nonnull(factory);
}

static void set_up(void)
{
	nonces = nonces_create();
	names = basic_names_create();
	make_factory();
	arena = (struct arena){.memory = memory, .size = sizeof(memory)};
}

static void tear_down(void)
{
	credential_factory_destroy(factory);
	basic_names_destroy(names);
	nonces_destroy(nonces);
}

/* NULL unless there are credentials. Whatever is no credentials is a 401, but for what the parser
 * does not let pass. */
static struct credentials *decode(struct octets value)
{
	struct authorization authorization;
	struct request request = {.method = OCTETS("GET"), .target = OCTETS("/")};
	struct credentials *credentials = NULL;
	enum decoding decoding;

	arena_wipe(&arena);
	if (authorization_parse(value, &arena, &authorization, &error) != AUTHORIZATION_FORMED)
		return NULL;
	decoding = credential_factory_decode(factory, &request, &authorization, &arena,
					     &credentials, &error);
	if (decoding == DECODING_CREDENTIALS)
		return credentials;
	ck_assert_int_ne(decoding, DECODING_MALFORMED);
	ck_assert_ptr_null(credentials);
	return NULL;
}

/* The same for the text that base64 hides. */
static struct credentials *decode_plain(struct octets plain)
{
	static char value[16384] = "Basic ";

	base64_encode((const unsigned char *)plain.data, plain.length, value + strlen("Basic "));
	return decode(octets_from(value));
}

static void must_be(const char *label, struct credentials *credentials, struct octets username,
		    struct octets password)
{
	ck_assert_msg(credentials, "%s: %s", label, error.text);
	ck_assert_msg(octets_equal(credentials->username, username), "%s: user name", label);
	ck_assert_msg(octets_equal(credentials_password(credentials), password), "%s: password",
		      label);
}

START_TEST(good_credentials_are_decoded)
{
	static const struct {
		const char *label;
		const char *value;
		const char *username;
		const char *password;
	} rows[] = {
		{"B01", "Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl", "Mufasa", "Circle of Life"},
		{"B02 any case", "bASIC TXVmYXNhOkNpcmNsZSBvZiBMaWZl", "Mufasa", "Circle of Life"},
		{"B03 three spaces", "Basic   TTpj", "M", "c"},
		{"B05 trailing spaces", "Basic TTpj  ", "M", "c"},
		{"B23 UTF-8", "Basic dGVzdDoxMjPCow==", "test", "123\xc2\xa3"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		must_be(rows[i].label, decode(octets_from(rows[i].value)),
			octets_from(rows[i].username), octets_from(rows[i].password));
}
END_TEST

START_TEST(what_is_not_canonical_base64_is_refused)
{
	static const struct {
		const char *label;
		const char *value;
	} rows[] = {
		{"B04 HTAB", "Basic\tTTpj"},
		{"B09 nothing", "Basic"},
		{"B10 a space", "Basic "},
		{"B15b no padding", "Basic TTpjZA"},
		{"B15b half of the padding", "Basic TTpjZA="},
		{"B16 more padding", "Basic TTpjZA===="},
		{"B16 padding without need", "Basic TTpj===="},
		{"B17 a space", "Basic TTpj TTpj"},
		{"B18 *", "Basic TTp*"},
		{"B19 the alphabet of URLs, -", "Basic TTp-"},
		{"B19 the alphabet of URLs, _", "Basic TTp_"},
		{"B20 stray bits", "Basic TTpjZR=="},
		{"B20 stray bits", "Basic TTpjZGV="},
		{"B21 a parameter", "Basic TTpj, realm=\"x\""},
		{"B21 only parameters", "Basic realm=\"x\""},
		{"B22 quoted", "Basic \"TTpj\""},
		{"B33 no scheme", "TTpj"},
		{"B34 another scheme", "Bearer TTpj"},
		{"B37 a comma", "Basic TTpj,"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(!decode(octets_from(rows[i].value)), "%s", rows[i].label);
}
END_TEST

#define PLAIN(label, text)                                                                         \
	{                                                                                          \
		label,                                                                             \
		{                                                                                  \
			text, sizeof(text) - 1                                                     \
		}                                                                                  \
	}

START_TEST(names_and_passwords_that_nobody_can_have_are_refused)
{
	static const struct {
		const char *label;
		struct octets plain;
	} rows[] = {
		PLAIN("B08 no colon", "Mufasa"),
		PLAIN("B11 only a colon", ":"),
		PLAIN("B12 no user name", ":password"),
		PLAIN("B13 no password", "Mufasa:"),
		PLAIN("B24 ISO-8859-1", "test:123\xa3"),
		PLAIN("B25 NUL behind the password", "Mufasa:password\0"),
		PLAIN("B26 NUL in the user name", "Muf\0asa:password"),
		PLAIN("B27 LF in the user name", "Muf\nasa:password"),
		PLAIN("B28 no UTF-8 in the user name", "Muf\xff"
						       "asa:password"),
		PLAIN("B28 no UTF-8 in the password", "Mufasa:pass\xc0\xaf"),
		PLAIN("B28 a surrogate", "Mufasa:\xed\xa0\x80"),
		PLAIN("B30 NUL and junk", "Mufasa:password\0junk"),
		PLAIN("B40 DEL in the user name", "Muf\x7f:password"),
		PLAIN("B40 DEL in the password", "Mufasa:pass\x7f"),
		PLAIN("B40 U+0085 in the user name", "Muf\xc2\x85:password"),
		PLAIN("B40 U+0085 in the password", "Mufasa:pass\xc2\x85"),
		PLAIN("HTAB in the password", "Mufasa:pass\tword"),
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(!decode_plain(rows[i].plain), "%s", rows[i].label);
}
END_TEST

START_TEST(the_first_colon_ends_the_user_name)
{
	must_be("B14", decode_plain(OCTETS("u:a:b:c")), OCTETS("u"), OCTETS("a:b:c"));
	must_be("B14", decode_plain(OCTETS("u::")), OCTETS("u"), OCTETS(":"));
}
END_TEST

START_TEST(names_and_passwords_are_prepared)
{
	must_be("B38 NFD", decode_plain(OCTETS("Jose\xcc\x81:pa\xcc\x88ss")), OCTETS("Jos\xc3\xa9"),
		OCTETS("p\xc3\xa4ss"));
	must_be("B35 the case stays", decode_plain(OCTETS("mufasa:x")), OCTETS("mufasa"),
		OCTETS("x"));
}
END_TEST

/* `length` bytes: a user name, a colon, a password. */
static struct octets long_plain(size_t username, size_t length)
{
	static char text[8192];

	memset(text, 'x', length);
	text[username] = ':';
	return (struct octets){.data = text, .length = length};
}

START_TEST(lengths_are_bounded)
{
	ck_assert_ptr_nonnull(decode_plain(long_plain(1, 1024)));
	ck_assert_ptr_null(decode_plain(long_plain(1, 1025)));
	ck_assert_ptr_null(decode_plain(long_plain(1, 1026)));
	ck_assert_ptr_null(decode_plain(long_plain(1, 5120))); /* B29 */
	ck_assert_ptr_nonnull(decode_plain(long_plain(255, 300)));
	ck_assert_ptr_null(decode_plain(long_plain(256, 300)));
}
END_TEST

START_TEST(a_full_arena_is_no_login)
{
	const struct octets value = OCTETS("Basic TTpj");

	for (arena.size = 0; !decode(value); arena.size++)
		ck_assert_uint_lt(arena.size, sizeof(memory));
	ck_assert_uint_lt(arena.size, 2048);
}
END_TEST

/* Of what was decoded last. Valid until the next one is asked for. */
static const char *fingerprint(const struct credentials *credentials)
{
	const struct octets octets = credentials_fingerprint(credentials);
	static char copy[16];

	ck_assert_uint_eq(octets.length, sizeof(copy));
	return memcpy(copy, octets.data, sizeof(copy));
}

START_TEST(what_was_decoded_before_is_the_same_again)
{
	static const char *const values[] = {"Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl", "Basic TTpj",
					     "Basic dGVzdDoxMjPCow=="};
	char first[16];

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct credentials *credentials = decode(octets_from(values[i]));

		memcpy(first, fingerprint(credentials), sizeof(first));
		credentials = decode(octets_from(values[i]));
		ck_assert_mem_eq(fingerprint(credentials), first, sizeof(first));
	}
	must_be("Mufasa", decode(octets_from(values[0])), OCTETS("Mufasa"),
		OCTETS("Circle of Life"));
	must_be("M", decode(octets_from(values[1])), OCTETS("M"), OCTETS("c"));
	must_be("test", decode(octets_from(values[2])), OCTETS("test"), OCTETS("123\xc2\xa3"));
	ck_assert(credentials_check_password(decode(octets_from(values[1])), OCTETS("c")));
	ck_assert(!credentials_check_password(decode(octets_from(values[1])), OCTETS("C")));
}
END_TEST

START_TEST(fingerprints_differ_by_name_password_and_application)
{
	const struct octets pairs[] = {OCTETS("M:c"), OCTETS("M:d"), OCTETS("N:c"), OCTETS("Mc:c")};
	char before[16];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		memcpy(before, fingerprint(decode_plain(pairs[i])), sizeof(before));
		for (size_t other = 0; other < i; other++)
			ck_assert_mem_ne(fingerprint(decode_plain(pairs[other])), before,
					 sizeof(before));
	}
	/* Portals that ask one checker share what it has said. */
	credential_factory_destroy(factory);
	make_factory();
	ck_assert_mem_eq(fingerprint(decode_plain(pairs[3])), before, sizeof(before));
	tear_down();
	set_up();
	ck_assert_mem_ne(fingerprint(decode_plain(pairs[3])), before, sizeof(before));
}
END_TEST

/* More than are kept, and some that are too long for that. */
START_TEST(many_users_are_told_apart)
{
	for (int i = 0; i < 6000; i++) {
		char name[64], plain[128], label[16];
		int user = i % 3000;

		snprintf(name, sizeof(name), "%0*d", 1 + user % 60, user);
		snprintf(label, sizeof(label), "p%d", user);
		snprintf(plain, sizeof(plain), "%s:%s", name, label);
		must_be(name, decode_plain(octets_from(plain)), octets_from(name),
			octets_from(label));
		must_be(name, decode_plain(octets_from(plain)), octets_from(name),
			octets_from(label));
	}
}
END_TEST

START_TEST(every_vector_is_decoded_or_refused)
{
	json_t *vectors = json_load_file("tests/vectors/basic_vectors.json", 0, NULL);
	const json_t *vector;
	size_t index;

	ck_assert_uint_eq(json_array_size(vectors), 23);
	json_array_foreach(vectors, index, vector)
	{
		const char *id = json_string_value(json_object_get(vector, "id"));
		const char *expect = json_string_value(json_object_get(vector, "expect"));
		struct octets value =
			octets_from(json_string_value(json_object_get(vector, "authorization")));

		if (strcmp(expect, "accept") != 0) {
			ck_assert_msg(!decode(value), "%s", id);
			continue;
		}
		must_be(id, decode(value),
			octets_from(json_string_value(json_object_get(vector, "user"))),
			octets_from(json_string_value(json_object_get(vector, "password"))));
	}
	json_decref(vectors);
}
END_TEST

START_TEST(the_challenge_names_realm_and_charset)
{
	char text[CHALLENGE_TEXT_MAX];
	struct challenge challenge = {.nonce = "unused", .stale = true};

	/* B39, B41 */
	ck_assert_uint_eq(credential_factory_challenge(factory, &challenge, text, sizeof(text)),
			  strlen(text));
	ck_assert_str_eq(text, "Basic realm=\"Example\", charset=\"UTF-8\"");
}
END_TEST

START_TEST(the_error_says_why_and_nothing_of_the_secret)
{
	ck_assert_ptr_null(decode_plain(OCTETS("Mufasa")));
	ck_assert_str_eq(error.text, "factory 'basic': cannot decode: no colon");
	ck_assert_ptr_null(decode(OCTETS("Basic Mufasa")));
	ck_assert_str_eq(error.text, "factory 'basic': cannot decode: no base64, or too long");
	ck_assert_ptr_null(decode_plain(OCTETS("Muf\nasa:secret")));
	ck_assert_ptr_null(strstr(error.text, "asa"));
}
END_TEST

Suite *basic_suite(void)
{
	Suite *suite = suite_create("basic");
	TCase *tests = tcase_create("basic");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, good_credentials_are_decoded);
	tcase_add_test(tests, what_was_decoded_before_is_the_same_again);
	tcase_add_test(tests, fingerprints_differ_by_name_password_and_application);
	tcase_add_test(tests, many_users_are_told_apart);
	tcase_add_test(tests, what_is_not_canonical_base64_is_refused);
	tcase_add_test(tests, names_and_passwords_that_nobody_can_have_are_refused);
	tcase_add_test(tests, the_first_colon_ends_the_user_name);
	tcase_add_test(tests, names_and_passwords_are_prepared);
	tcase_add_test(tests, lengths_are_bounded);
	tcase_add_test(tests, a_full_arena_is_no_login);
	tcase_add_test(tests, every_vector_is_decoded_or_refused);
	tcase_add_test(tests, the_challenge_names_realm_and_charset);
	tcase_add_test(tests, the_error_says_why_and_nothing_of_the_secret);
	suite_add_tcase(suite, tests);
	return suite;
}
