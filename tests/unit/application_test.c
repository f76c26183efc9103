/* An application: built as it was described, or refused because a login could never succeed. */
#include "application/application.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *application_suite(void);

static struct error error;
static char warnings[2048];

static void note_warning(const char *text)
{
	size_t length = strlen(warnings);

	snprintf(warnings + length, sizeof(warnings) - length, "%s\n", text);
}

/* Of the words of a portal, those with a '=' in front are its name, "=A"; with a '-' factories,
 * with a '+' checkers, with a '?' who is required; "!" is mutual. On the command line: errors name
 * no line. */
static struct description *describe(const char *listen, const char *words)
{
	static char copy[256];
	struct description *description = description_create(NULL, "/");
	struct portal_description *portal = description_add_portal(description, "/a", 0, &error);

	settings_add(&description->listen, listen, 0);
	setting_set(&portal->realm, "page", 0);
	strcpy(copy, words);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
		if (word[0] == '=')
			setting_set(&portal->name, word + 1, 0);
		else if (word[0] == '!')
			portal->mutual = true;
		else if (word[0] == '?')
			settings_add(&portal->require, word + 1, 0);
		else if (word[0] == '-')
			settings_add(&portal->factories, word + 1, 0);
		else
			settings_add(&portal->checkers, word + 1, 0);
	}
	return description;
}

static struct application *create(const char *listen, const char *words)
{
	return application_create(describe(listen, words), &error);
}

START_TEST(it_is_built_as_it_was_described)
{
	struct application *application =
		create("tcp:1", "=A -digest -basic +memory:a:b +anonymous");
	const struct guard *guard;

	ck_assert_msg(application != NULL, "%s", error.text);
	ck_assert_uint_ge(application->loops, 1);
	ck_assert_uint_le(application->loops, LOOPS_MAX);
	ck_assert_uint_eq(application->listener_count, 1);
	ck_assert_str_eq(listener_string(application->listeners[0]), "tcp:1");
	ck_assert_uint_eq(application->guard_count, 1);
	guard = application->guards[0];
	ck_assert_str_eq(guard->prefix.data, "/a");
	ck_assert_str_eq(guard->realm.data, "A");
	ck_assert_uint_eq(guard->factory_count, 2);
	ck_assert_str_eq(guard->factories[0]->type->base.name, "digest");
	ck_assert_str_eq(guard->factories[1]->type->base.name, "basic");
	ck_assert_uint_eq(portal_checker_count(guard->portal), 2);
	ck_assert_str_eq(portal_checker(guard->portal, 0)->type->base.name, "memory");
	application_destroy(application);
}
END_TEST

static const struct checker *checker_at(const struct application *application, size_t portal)
{
	return portal_checker(application->guards[portal]->portal, 0);
}

/* Twice the same, and one that is narrowed. */
START_TEST(portals_that_name_the_same_checker_share_it)
{
	const char *const checkers[] = {"memory:a:b", "memory:a:b",
					"memory:a:b:interfaces=IUsernamePassword"};
	const char *const prefixes[] = {"/x", "/y", "/z"};
	struct description *description = describe("tcp:1", "+anonymous");
	struct application *application;

	for (size_t i = 0; i < 3; i++) {
		struct portal_description *portal =
			description_add_portal(description, prefixes[i], 0, &error);

		setting_set(&portal->realm, "page", 0);
		setting_set(&portal->name, prefixes[i], 0);
		settings_add(&portal->factories, "basic", 0);
		settings_add(&portal->checkers, checkers[i], 0);
	}
	application = application_create(description, &error);
	ck_assert_msg(application != NULL, "%s", error.text);
	ck_assert_ptr_eq(checker_at(application, 1), checker_at(application, 2));
	ck_assert_ptr_ne(checker_at(application, 1), checker_at(application, 3));
	application_destroy(application);
}
END_TEST

START_TEST(the_number_of_loops_can_be_chosen)
{
	struct description *description = describe("tcp:1", "+anonymous");
	struct application *application;

	description->loops = 7;
	application = application_create(description, &error);
	ck_assert_msg(application != NULL, "%s", error.text);
	ck_assert_uint_eq(application->loops, 7);
	application_destroy(application);
}
END_TEST

static const struct {
	const char *words;
	const char *expected;
} refused[] = {
	/* The second example of the article: nobody could ever log in. */
	{"=A -digest:MD5 +memory:a:b:interfaces=IUsernamePassword",
	 "factory 'digest:MD5' needs a checker that accepts IUsernameHashedPassword or "
	 "IUsernameDigestHash; there is only: 'memory' (IUsernamePassword)"},
	{"=A -basic +memory:a:b:interfaces=IUsernameHashedPassword",
	 "factory 'basic' needs a checker that accepts IUsernamePassword; there is only: 'memory' "
	 "(IUsernameHashedPassword)"},
	{"=A -basic -digest +memory:a:b:interfaces=IUsernamePassword +anonymous",
	 "factory 'digest' needs a checker that accepts IUsernameHashedPassword or "
	 "IUsernameDigestHash; there are only: 'memory' (IUsernamePassword), 'anonymous' "
	 "(IAnonymous)"},
	{"=A -basic +anonymous",
	 "factory 'basic' needs a checker that accepts IUsernamePassword; there is only: "
	 "'anonymous' (IAnonymous)"},
	{"=A -basic -basic +memory:a:b", "factory 'basic' takes the same answers as 'basic'"},
	{"=A -digest -digest:MD5 -digest:SHA-256 +memory:a:b",
	 "factory 'digest:SHA-256' takes the same answers as 'digest'"},
	{"=A -digest:SHA-256-sess -digest:qop=auth,auth-int:SHA-256-SESS +memory:a:b",
	 "factory 'digest:qop=auth,auth-int:SHA-256-SESS' takes the same answers as "
	 "'digest:SHA-256-sess'"},
	{"=A -basic -digest:userhash=true +memory:a:b "
	 "+memory:a:b:interfaces=IUsernamePassword,IUsernameHashedPassword",
	 "factory 'digest:userhash=true' needs checkers that accept IHashedUsername; 'memory' "
	 "accepts only IUsernamePassword, IUsernameHashedPassword"},
	{"+anonymous +memory:a:b", "checker 'memory' needs a factory, add --factory"},
};

/* L1 */
START_TEST(a_login_that_could_never_succeed_is_refused)
{
	char expected[ERROR_TEXT_MAX];

	snprintf(expected, sizeof(expected), "portal '/a': %s", refused[_i].expected);
	ck_assert_msg(!create("tcp:1", refused[_i].words), "%s", refused[_i].words);
	ck_assert_str_eq(error.text, expected);
}
END_TEST

START_TEST(what_cannot_be_built_is_named)
{
	ck_assert_ptr_null(create("tcp:x", "+anonymous"));
	ck_assert_ptr_nonnull(strstr(error.text, "listen 'tcp:x': "));
	ck_assert_ptr_null(create("tcp:1", "+nobody"));
	ck_assert_ptr_nonnull(strstr(error.text, "portal '/a': cannot find checker type 'nobody'"));
	ck_assert_ptr_null(create("tcp:1", "=A -nothing +memory:a:b"));
	ck_assert_ptr_nonnull(
		strstr(error.text, "portal '/a': cannot find factory type 'nothing'"));
}
END_TEST

START_TEST(an_error_of_a_file_names_the_line)
{
	struct description *description = description_create("app.conf", "/");
	struct portal_description *portal = description_add_portal(description, "/", 2, &error);

	setting_set(&portal->name, "A", 3);
	settings_add(&portal->factories, "basic", 4);
	settings_add(&portal->factories, "digest", 5);
	settings_add(&portal->checkers, "memory:a:b:interfaces=IUsernamePassword", 6);
	setting_set(&portal->realm, "page", 7);
	settings_add(&description->listen, "tcp:1", 1);
	ck_assert_ptr_null(application_create(description, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "app.conf:5: portal '/': factory 'digest' needs"));
}
END_TEST

START_TEST(no_error_tells_a_password)
{
	ck_assert_ptr_null(
		create("tcp:1", "=A -digest +memory:a:sesame:interfaces=IUsernamePassword"));
	ck_assert_ptr_null(strstr(error.text, "sesame"));
}
END_TEST

static const struct {
	const char *label;
	const char *listen;
	const char *words;
	const char *expected;
} warned[] = {
	{"all is well", "tcp:1:interface=127.0.0.1", "=A -basic +memory:a:b +anonymous", ""},
	{"T4: a checker that nobody asks", "tcp:1:interface=127.0.0.1",
	 "=A -basic +memory:a:b +memory:a:b:interfaces=IUsernameHashedPassword",
	 "portal '/a': checker 'memory' is never asked: no factory makes credentials that provide "
	 "IUsernameHashedPassword\n"},
	{"passwords in clear text", "tcp:1:interface=0.0.0.0", "=A -basic +memory:a:b",
	 "listen 'tcp:1:interface=0.0.0.0': Basic sends passwords in clear text here\n"},
	{"nobody to prove it", "tcp:1:interface=127.0.0.1", "=A ! -basic +memory:a:b",
	 "portal '/a': mutual does nothing: there is no factory 'digest'\n"},
	{"a proof", "tcp:1:interface=127.0.0.1", "=A ! -basic -digest +memory:a:b", ""},
	{"a group that nobody can be in", "tcp:1:interface=127.0.0.1",
	 "=A -basic +memory:a:b ?user:a ?group:staff",
	 "portal '/a': require 'group:staff' lets nobody in: no checker knows groups\n"},
	{"a user who can be there", "tcp:1:interface=127.0.0.1", "=A -basic +memory:a:b ?user:a",
	 ""},
	{"no password crosses the wire", "tcp:1:interface=0.0.0.0", "=A -digest +memory:a:b", ""},
};

START_TEST(what_is_hardly_meant_is_warned_of)
{
	struct application *application = create(warned[_i].listen, warned[_i].words);

	ck_assert_msg(application != NULL, "%s: %s", warned[_i].label, error.text);
	warnings[0] = '\0';
	application_warn(application, note_warning);
	ck_assert_msg(strcmp(warnings, warned[_i].expected) == 0, "%s: %s", warned[_i].label,
		      warnings);
	application_destroy(application);
}
END_TEST

Suite *application_suite(void)
{
	Suite *suite = suite_create("application");
	TCase *tests = tcase_create("application");

	tcase_add_test(tests, it_is_built_as_it_was_described);
	tcase_add_test(tests, portals_that_name_the_same_checker_share_it);
	tcase_add_test(tests, the_number_of_loops_can_be_chosen);
	tcase_add_loop_test(tests, a_login_that_could_never_succeed_is_refused, 0,
			    sizeof(refused) / sizeof(*refused));
	tcase_add_test(tests, what_cannot_be_built_is_named);
	tcase_add_test(tests, an_error_of_a_file_names_the_line);
	tcase_add_test(tests, no_error_tells_a_password);
	tcase_add_loop_test(tests, what_is_hardly_meant_is_warned_of, 0,
			    sizeof(warned) / sizeof(*warned));
	suite_add_tcase(suite, tests);
	return suite;
}
