/* What we would answer as a client, which every factory must take. */
#include "http/client_answer.h"

#include "http/authorization.h"
#include "http/basic_names.h"
#include "http/nonces.h"

#include <check.h>

Suite *client_answer_suite(void);

static struct nonces *nonces;
static struct basic_names *names;
static char text[CLIENT_ANSWER_MAX];
static char memory[16384];

static void set_up(void)
{
	nonces = nonces_create();
	names = basic_names_create();
}

static void tear_down(void)
{
	basic_names_destroy(names);
	nonces_destroy(nonces);
}

static struct credential_factory *make_factory(const char *string)
{
	const struct protection_space space = {
		.realm = "Example", .nonces = nonces, .names = names};
	struct error error;
	struct credential_factory *factory = credential_factory_create(string, &space, &error);

	ck_assert_msg(factory, "%s", error.text);
	return factory;
}

static struct credentials *answer(const struct credential_factory *factory, struct octets username,
				  struct octets password)
{
	const struct client_login login = {OCTETS("/example/"), username, password};
	const struct request request = {.method = OCTETS("GET"), .target = login.target};
	struct arena arena = {.memory = memory, .size = sizeof(memory)};
	struct authorization authorization;
	struct credentials *credentials;
	struct error error = {.text = ""};
	size_t length = client_answer(factory, &login, text, &error);

	ck_assert_msg(length > 0, "%s", error.text);
	ck_assert_int_eq(
		authorization_parse((struct octets){text, length}, &arena, &authorization, &error),
		AUTHORIZATION_FORMED);
	ck_assert_msg(credential_factory_decode(factory, &request, &authorization, &arena,
						&credentials, &error) == DECODING_CREDENTIALS,
		      "%s: %s", text, error.text);
	return credentials;
}

static const char *const digests[] = {
	"digest",
	"digest:MD5",
	"digest:SHA-512-256",
	"digest:SHA-256-sess",
	"digest:MD5-sess:qop=auth,auth-int",
	"digest:SHA-512-256-sess:userhash=true",
};

START_TEST(digest_is_answered_in_every_form)
{
	struct credential_factory *factory = make_factory(digests[_i]);
	const struct octets name = OCTETS("al\"i\\c\xc3\xa9");
	struct credentials *credentials = answer(factory, name, OCTETS("secret"));

	ck_assert(octets_equal(credentials->username, name));
	ck_assert(!credentials_check_password(credentials, OCTETS("wrong")));
	ck_assert(credentials_check_password(credentials, OCTETS("secret")));
	credential_factory_destroy(factory);
}
END_TEST

START_TEST(basic_is_answered_by_name_and_password)
{
	struct credential_factory *factory = make_factory("basic");
	struct credentials *credentials = answer(factory, OCTETS("alice"), OCTETS("a:b"));

	ck_assert(octets_equal(credentials->username, OCTETS("alice")));
	ck_assert(octets_equal(credentials_password(credentials), OCTETS("a:b")));
	credential_factory_destroy(factory);
}
END_TEST

START_TEST(what_is_too_long_is_an_error)
{
	static char long_text[513];
	const struct octets too_long = {long_text, sizeof(long_text)};
	const struct octets fits = OCTETS("x");
	const struct client_login logins[] = {
		{fits, fits, too_long},
		{fits, too_long, fits},
		{too_long, fits, fits},
	};
	struct credential_factory *factory = make_factory("digest");

	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		struct error error = {.text = ""};

		ck_assert_uint_eq(client_answer(factory, &logins[i], text, &error), 0);
		ck_assert_ptr_nonnull(strstr(error.text, "has more than 512 bytes"));
	}
	credential_factory_destroy(factory);
}
END_TEST

Suite *client_answer_suite(void)
{
	Suite *suite = suite_create("client_answer");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_loop_test(all, digest_is_answered_in_every_form, 0,
			    sizeof(digests) / sizeof(digests[0]));
	tcase_add_test(all, basic_is_answered_by_name_and_password);
	tcase_add_test(all, what_is_too_long_is_an_error);
	suite_add_tcase(suite, all);
	return suite;
}
