/* Credentials: what can be asked of them, and that nothing else can. */
#include "fake_digest.h"

#include <check.h>
#include <signal.h>

Suite *credentials_suite(void);

START_TEST(every_interface_has_its_twisted_name)
{
	static const struct {
		const char *name;
		enum credential_interface interface;
	} rows[CREDENTIAL_INTERFACE_COUNT] = {
		{"IAnonymous", IANONYMOUS},
		{"IUsernamePassword", IUSERNAME_PASSWORD},
		{"IUsernameHashedPassword", IUSERNAME_HASHED_PASSWORD},
		{"IUsernameDigestHash", IUSERNAME_DIGEST_HASH},
		{"IHashedUsername", IHASHED_USERNAME}, /* which Twisted has not */
	};

	for (size_t i = 0; i < CREDENTIAL_INTERFACE_COUNT; i++) {
		enum credential_interface found;

		ck_assert_str_eq(credential_interface_name(rows[i].interface), rows[i].name);
		ck_assert_msg(credential_interface_find(octets_from(rows[i].name), &found), "%s",
			      rows[i].name);
		ck_assert_msg(found == rows[i].interface, "%s", rows[i].name);
	}
}
END_TEST

START_TEST(an_interface_is_found_in_upper_and_lower_case)
{
	enum credential_interface found;

	ck_assert(credential_interface_find(OCTETS("iusernamePASSWORD"), &found));
	ck_assert_int_eq(found, IUSERNAME_PASSWORD);
}
END_TEST

START_TEST(what_is_no_interface_is_not_found)
{
	static const struct {
		const char *label;
		struct octets name;
	} rows[] = {
		{"empty", OCTETS("")},
		{"beginning of one", OCTETS("IUsername")},
		{"longer than one", OCTETS("IAnonymous2")},
		{"NUL at the end", OCTETS("IAnonymous\0")},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum credential_interface found;

		ck_assert_msg(!credential_interface_find(rows[i].name, &found), "%s",
			      rows[i].label);
	}
}
END_TEST

START_TEST(anonymous_provides_nothing_but_ianonymous)
{
	struct credentials credentials = credentials_anonymous();

	ck_assert_uint_eq(credentials_interfaces(&credentials), IANONYMOUS);
	ck_assert_uint_eq(credentials.username.length, 0);
}
END_TEST

START_TEST(a_username_and_a_password_provide_iusernamepassword_only)
{
	struct username_password bob = username_password(OCTETS("bob"), OCTETS("hello"));

	ck_assert_uint_eq(credentials_interfaces(&bob.base), IUSERNAME_PASSWORD);
	ck_assert(octets_equal(bob.base.username, OCTETS("bob")));
	ck_assert(octets_equal(credentials_password(&bob.base), OCTETS("hello")));
}
END_TEST

START_TEST(only_the_right_password_is_right)
{
	static const struct {
		const char *label;
		struct octets presented;
		struct octets stored;
		bool right;
	} rows[] = {
		{"right", OCTETS("bar"), OCTETS("bar"), true},
		{"other", OCTETS("bar"), OCTETS("baz"), false},
		{"other case", OCTETS("bar"), OCTETS("Bar"), false},
		{"shorter", OCTETS("ba"), OCTETS("bar"), false},
		{"longer", OCTETS("barr"), OCTETS("bar"), false},
		{"empty", OCTETS(""), OCTETS("bar"), false},
		{"empty is stored", OCTETS("bar"), OCTETS(""), false},
		{"right up to a NUL", OCTETS("bar\0x"), OCTETS("bar"), false},
		{"differs after a NUL", OCTETS("bar\0x"), OCTETS("bar\0y"), false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct username_password foo = username_password(OCTETS("foo"), rows[i].presented);

		ck_assert_msg(credentials_check_password(&foo.base, rows[i].stored) ==
				      rows[i].right,
			      "%s", rows[i].label);
	}
}
END_TEST

START_TEST(a_hashed_name_is_that_of_one_user)
{
	struct fake_digest alice = fake_digest_hashed(OCTETS("alice"), OCTETS("secret"));
	const struct octets nobodys[] = {OCTETS(""), OCTETS("bob"), OCTETS("Alice"),
					 OCTETS("alice\0"), OCTETS("alic")};

	ck_assert_uint_eq(credentials_interfaces(&alice.base), IHASHED_USERNAME);
	ck_assert_uint_eq(alice.base.username.length, 0);
	ck_assert_uint_eq(credentials_username_hash(&alice.base).length, 32);
	ck_assert(credentials_identify(&alice.base, OCTETS("alice")));
	ck_assert(octets_equal(alice.base.username, OCTETS("alice")));
	ck_assert(credentials_check_password(&alice.base, OCTETS("secret")));
	for (size_t i = 0; i < sizeof(nobodys) / sizeof(nobodys[0]); i++) {
		ck_assert(!credentials_identify(&alice.base, nobodys[i]));
		ck_assert_uint_eq(alice.base.username.length, 0);
	}
}
END_TEST

START_TEST(to_say_who_has_a_plain_name_is_a_bug)
{
	struct fake_digest alice = fake_digest(OCTETS("alice"), OCTETS("secret"));

	credentials_identify(&alice.base, OCTETS("alice"));
}
END_TEST

START_TEST(to_ask_anonymous_for_a_password_is_a_bug)
{
	struct credentials credentials = credentials_anonymous();

	credentials_password(&credentials);
}
END_TEST

START_TEST(to_check_a_password_of_anonymous_is_a_bug)
{
	struct credentials credentials = credentials_anonymous();

	credentials_check_password(&credentials, OCTETS(""));
}
END_TEST

START_TEST(to_check_a_hash_of_a_password_is_a_bug)
{
	struct username_password bob = username_password(OCTETS("bob"), OCTETS("hello"));
	const unsigned char ha1[DIGEST_SIZE_MAX] = {0};

	credentials_check_hash(&bob.base, ha1);
}
END_TEST

START_TEST(to_ask_a_password_for_its_digest_space_is_a_bug)
{
	struct username_password bob = username_password(OCTETS("bob"), OCTETS("hello"));

	credentials_digest_space(&bob.base);
}
END_TEST

START_TEST(two_interfaces_have_no_common_name)
{
	credential_interface_name(IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD);
}
END_TEST

Suite *credentials_suite(void)
{
	Suite *suite = suite_create("credentials");
	TCase *interfaces = tcase_create("interfaces");
	TCase *bugs = tcase_create("bugs");

	tcase_add_test(interfaces, every_interface_has_its_twisted_name);
	tcase_add_test(interfaces, an_interface_is_found_in_upper_and_lower_case);
	tcase_add_test(interfaces, what_is_no_interface_is_not_found);
	tcase_add_test(interfaces, anonymous_provides_nothing_but_ianonymous);
	tcase_add_test(interfaces, a_username_and_a_password_provide_iusernamepassword_only);
	tcase_add_test(interfaces, only_the_right_password_is_right);
	tcase_add_test(interfaces, a_hashed_name_is_that_of_one_user);
	suite_add_tcase(suite, interfaces);
	tcase_add_test_raise_signal(bugs, to_ask_anonymous_for_a_password_is_a_bug, SIGABRT);
	tcase_add_test_raise_signal(bugs, to_check_a_password_of_anonymous_is_a_bug, SIGABRT);
	tcase_add_test_raise_signal(bugs, to_check_a_hash_of_a_password_is_a_bug, SIGABRT);
	tcase_add_test_raise_signal(bugs, to_ask_a_password_for_its_digest_space_is_a_bug, SIGABRT);
	tcase_add_test_raise_signal(bugs, to_say_who_has_a_plain_name_is_a_bug, SIGABRT);
	tcase_add_test_raise_signal(bugs, two_interfaces_have_no_common_name, SIGABRT);
	suite_add_tcase(suite, bugs);
	return suite;
}
