/* Checkers are made of strings: what the wrapper takes, and what it says of the rest. */
#include "cred/checker.h"

#include "fake_plugins.h"

#include <check.h>

Suite *checker_string_suite(void);

static const struct plugin_type *const types[] = {
	&fake_checker_plain.base,
	&fake_checker_remembered.base,
	&fake_checker_anonymous.base,
	NULL,
};

static struct checker *create(const char *string, struct error *error)
{
	return checker_create(string, (struct origin){.directory = "/"}, types, error);
}

START_TEST(a_string_names_the_type)
{
	struct error error;
	struct checker *checker = create("plain", &error);

	ck_assert_ptr_nonnull(checker);
	ck_assert_ptr_eq(checker->type, &fake_checker_plain);
	ck_assert_uint_eq(checker->interfaces, IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD);
	checker_destroy(checker);
	checker_destroy(NULL);
}
END_TEST

START_TEST(the_option_interfaces_narrows_what_is_accepted)
{
	static const struct {
		const char *string;
		unsigned int interfaces;
	} rows[] = {
		{"plain:interfaces=IUsernamePassword", IUSERNAME_PASSWORD},
		{"plain:interfaces=iusernamehashedpassword", IUSERNAME_HASHED_PASSWORD},
		{"plain:interfaces=IUsernameHashedPassword,IUsernamePassword",
		 IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;
		struct checker *checker = create(rows[i].string, &error);

		ck_assert_msg(checker, "%s", rows[i].string);
		ck_assert_msg(checker->interfaces == rows[i].interfaces, "%s", rows[i].string);
		checker_destroy(checker);
	}
}
END_TEST

START_TEST(a_string_that_makes_no_sense_is_an_error)
{
	static const struct {
		const char *label;
		const char *string;
		const char *error; /* it begins so */
	} rows[] = {
		{"unknown type", "oracle:alice",
		 "cannot find checker type 'oracle', there are only 'plain', 'remembered', "
		 "'nameless'"},
		{"refused by the plug-in", "plain:fail=yes", "checker 'plain': cannot do it"},
		{"nobody wants it", "plain:more", "checker 'plain': unexpected 'more'"},
		{"unknown interface", "plain:interfaces=IMagic",
		 "checker 'plain': cannot narrow to 'IMagic', it accepts only IUsernamePassword, "
		 "IUsernameHashedPassword"},
		{"another type's interface", "plain:interfaces=IUsernamePassword,IAnonymous",
		 "checker 'plain': cannot narrow to 'IAnonymous', "},
		{"no interface", "nameless:interfaces=",
		 "checker 'nameless': cannot narrow to '', it accepts only IAnonymous"},
		{"empty at the end", "plain:interfaces=IUsernamePassword,",
		 "checker 'plain': cannot narrow to '', "},
		{"narrowed twice",
		 "plain:interfaces=IUsernamePassword:interfaces=IUsernameHashedPassword",
		 "checker 'plain': "},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;

		ck_assert_msg(!create(rows[i].string, &error), "%s", rows[i].label);
		ck_assert_msg(strncmp(error.text, rows[i].error, strlen(rows[i].error)) == 0,
			      "%s: %s", rows[i].label, error.text);
	}
}
END_TEST

Suite *checker_string_suite(void)
{
	Suite *suite = suite_create("checker_string");
	TCase *strings = tcase_create("strings");

	tcase_add_test(strings, a_string_names_the_type);
	tcase_add_test(strings, the_option_interfaces_narrows_what_is_accepted);
	tcase_add_test(strings, a_string_that_makes_no_sense_is_an_error);
	suite_add_tcase(suite, strings);
	return suite;
}
