/* The wrapper around credential factories: their strings, their realms, and whose field it is. */
#include "http/credential_factory.h"

#include "http/authorization.h"
#include "http/nonces.h"

#include <check.h>

Suite *credential_factory_suite(void);

static struct nonces *nonces;
static struct error error;

static void set_up(void)
{
	nonces = nonces_create();
}

static void tear_down(void)
{
	nonces_destroy(nonces);
}

static struct credential_factory *make_factory(const char *string, const char *realm)
{
	struct protection_space space = {.realm = realm, .nonces = nonces};
	struct credential_factory *factory = credential_factory_create(string, &space, &error);

	ck_assert_msg(factory, "%s", error.text);
	return factory;
}

START_TEST(factories_are_made_of_strings)
{
	static const struct {
		const char *string;
		const char *error;
	} rows[] = {
		{"basic:junk", "factory 'basic': "},
		{"digest:FOO", "factory 'digest': cannot use algorithm 'FOO', only MD5, SHA-256 "
			       "and SHA-512-256"},
		{"digest:", "factory 'digest': cannot use algorithm ''"},
		{"digest:MD5:junk", "factory 'digest': "},
		{"ntlm", "cannot find factory type 'ntlm', there are only 'digest', 'basic'"},
	};
	struct protection_space space = {.realm = "Example", .nonces = nonces};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_ptr_null(credential_factory_create(rows[i].string, &space, &error));
		ck_assert_msg(strncmp(error.text, rows[i].error, strlen(rows[i].error)) == 0,
			      "'%s': %s", rows[i].string, error.text);
	}
}
END_TEST

START_TEST(realms_that_clients_get_wrong_are_refused)
{
	static const char *const realms[] = {"", "a\"b", "a\\b", "caf\xc3\xa9", "a\r\nb", "a\tb"};
	char long_realm[257] = "";
	struct protection_space space = {.nonces = nonces};

	for (size_t i = 0; i < sizeof(realms) / sizeof(realms[0]); i++) {
		space.realm = realms[i];
		ck_assert(!protection_space_valid(realms[i], &error));
		ck_assert_ptr_null(credential_factory_create("basic", &space, &error));
	}
	memset(long_realm, 'R', sizeof(long_realm) - 1);
	ck_assert(!protection_space_valid(long_realm, &error));
	long_realm[255] = '\0';
	ck_assert(protection_space_valid(long_realm, &error));
}
END_TEST

/* Whatever the longest realm does to it: the wrapper asserts that a challenge fits. */
START_TEST(challenges_of_the_longest_realm_fit)
{
	static const char *const strings[] = {
		"basic", "digest:SHA-512-256-sess:qop=auth,auth-int:userhash=true"};
	const struct challenge challenge = {
		.nonce = "0123456789012345678901234567890123456789012345678901234567890",
		.stale = true,
	};
	char realm[256] = "";

	memset(realm, 'R', sizeof(realm) - 1);
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		struct credential_factory *factory = make_factory(strings[i], realm);
		char text[CHALLENGE_TEXT_MAX];

		ck_assert_uint_eq(
			credential_factory_challenge(factory, &challenge, text, sizeof(text)),
			strlen(text));
		credential_factory_destroy(factory);
	}
}
END_TEST

START_TEST(a_field_of_another_scheme_is_not_mine)
{
	struct credential_factory *factory = make_factory("basic", "Example");
	const struct request request = {.method = OCTETS("GET"), .target = OCTETS("/")};
	const struct authorization other = {.scheme = OCTETS("Basi"), .token68 = OCTETS("TTpj")};
	char memory[4096];
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct credentials *credentials;

	ck_assert_int_eq(
		credential_factory_decode(factory, &request, &other, &arena, &credentials, &error),
		DECODING_NOT_MINE);
	ck_assert_ptr_null(credentials);
	ck_assert_str_eq(error.text, "");
	ck_assert(credential_factory_speaks(factory, OCTETS("bASIC")));
	ck_assert(!credential_factory_speaks(factory, OCTETS("Basi")));
	ck_assert(!credential_factory_speaks(factory, OCTETS("Basic2")));
	credential_factory_destroy(factory);
}
END_TEST

START_TEST(garbage_is_another_chance_for_basic_and_malformed_for_digest)
{
	ck_assert_int_eq(credential_factory_basic.garbage, DECODING_UNACCEPTABLE);
	ck_assert_int_eq(credential_factory_digest.garbage, DECODING_MALFORMED);
}
END_TEST

Suite *credential_factory_suite(void)
{
	Suite *suite = suite_create("credential_factory");
	TCase *tests = tcase_create("credential_factory");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, factories_are_made_of_strings);
	tcase_add_test(tests, realms_that_clients_get_wrong_are_refused);
	tcase_add_test(tests, challenges_of_the_longest_realm_fit);
	tcase_add_test(tests, a_field_of_another_scheme_is_not_mine);
	tcase_add_test(tests, garbage_is_another_chance_for_basic_and_malformed_for_digest);
	suite_add_tcase(suite, tests);
	return suite;
}
