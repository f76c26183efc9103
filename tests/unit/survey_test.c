/* Users who could never log in are counted before they try. */
#include "application/survey.h"

#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *survey_suite(void);

static struct error error;
static char warnings[4096];

static void note_warning(const char *text)
{
	size_t length = strlen(warnings);

	snprintf(warnings + length, sizeof(warnings) - length, "%s\n", text);
}

static void set_up(void)
{
	scratch_setup();
	store_fixture_make("users.db");
}

static struct portal_description *add_portal(struct description *description, const char *path,
					     const char *name, const char *const factories[],
					     const char *checker)
{
	struct portal_description *portal = description_add_portal(description, path, 0, &error);

	setting_set(&portal->realm, "page", 0);
	setting_set(&portal->name, name, 0);
	for (size_t i = 0; factories[i]; i++)
		settings_add(&portal->factories, factories[i], 0);
	settings_add(&portal->checkers, checker, 0);
	return portal;
}

static const char *const all[] = {"digest:SHA-256", "digest:MD5", "basic", NULL};

/* Takes ownership. */
static void survey_described(struct description *description, size_t most)
{
	struct application *application = application_create(description, &error);

	ck_assert_msg(application, "%s", error.text);
	warnings[0] = '\0';
	survey_application(application, most, note_warning);
	application_destroy(application);
}

/* The second portal has `others`. */
static void survey_both(const char *name, const char *const factories[], const char *checker,
			const char *others, size_t most)
{
	struct description *description = description_create(NULL, scratch_directory());

	add_portal(description, "/a", name, factories, checker);
	add_portal(description, "/b", "Other", (const char *const[]){"basic", NULL}, others);
	survey_described(description, most);
}

static void survey(const char *name, const char *const factories[], const char *checker,
		   size_t most)
{
	survey_both(name, factories, checker, "memory:a:b", most);
}

START_TEST(a_checker_that_portals_share_is_counted_once)
{
	survey_both("Example", (const char *const[]){"digest:SHA-256", NULL}, "sqlite:users.db",
		    "sqlite:users.db", SURVEY_ALL);
	ck_assert_str_eq(
		warnings,
		"portal '/a': checker 'sqlite': 2 of 2 passwords are quickly guessed by whoever "
		"steals the hashes: 2 sha256-crypt\n"
		"portal '/a': checker 'sqlite': 1 of 3 users of 'Example' cannot log in by "
		"digest:SHA-256\n"
		"portal '/b': checker 'sqlite': 1 of 3 users of 'Other' cannot log in by "
		"basic\n");
}
END_TEST

START_TEST(a_checker_that_one_portal_names_twice_is_counted_once)
{
	struct description *description = description_create(NULL, scratch_directory());
	struct portal_description *portal = add_portal(
		description, "/a", "Other", (const char *const[]){"basic", NULL}, "memory:a:b");

	settings_add(&portal->checkers, "sqlite:users.db:rehash=no", 0);
	settings_add(&portal->checkers, "sqlite:users.db:rehash=no", 0);
	survey_described(description, SURVEY_ALL);
	ck_assert_str_eq(
		warnings,
		"portal '/a': checker 'sqlite': 2 of 2 passwords are quickly guessed by whoever "
		"steals the hashes: 2 sha256-crypt\n"
		"portal '/a': checker 'sqlite': 1 of 3 users of 'Other' cannot log in by basic\n"
		"portal '/a': checker 'sqlite': 2 of 3 users have Digest hashes for 'Example', "
		"which no portal is named\n");
}
END_TEST

START_TEST(portals_that_share_a_checker_need_not_stand_together)
{
	static const char *const basic[] = {"basic", NULL};
	struct description *description = description_create(NULL, scratch_directory());

	store_fixture_make("others.db");
	add_portal(description, "/a", "Z", basic, "sqlite:others.db:rehash=no");
	add_portal(description, "/b", "Example", basic, "sqlite:users.db");
	add_portal(description, "/c", "M", basic, "memory:a:b");
	add_portal(description, "/d", "Other", basic, "sqlite:others.db:rehash=no");
	survey_described(description, SURVEY_ALL);
	ck_assert_str_eq(
		warnings,
		"portal '/a': checker 'sqlite': 2 of 2 passwords are quickly guessed by whoever "
		"steals the hashes: 2 sha256-crypt\n"
		"portal '/a': checker 'sqlite': 1 of 3 users of 'Z' cannot log in by basic\n"
		"portal '/d': checker 'sqlite': 1 of 3 users of 'Other' cannot log in by basic\n"
		"portal '/b': checker 'sqlite': 2 of 2 passwords are quickly guessed by whoever "
		"steals the hashes: 2 sha256-crypt\n"
		"portal '/b': checker 'sqlite': 1 of 3 users of 'Example' cannot log in by "
		"basic\n");
}
END_TEST

/* T3: the disabled one is nobody. */
START_TEST(who_cannot_log_in_by_what_is_offered_is_counted)
{
	survey("Example", all, "sqlite:users.db", SURVEY_ALL);
	ck_assert_str_eq(
		warnings,
		"portal '/a': checker 'sqlite': 2 of 2 passwords are quickly guessed by whoever "
		"steals the hashes: 2 sha256-crypt\n"
		"portal '/a': checker 'sqlite': 1 of 3 users of 'Example' cannot log in by "
		"digest:SHA-256\n"
		"portal '/a': checker 'sqlite': 1 of 3 users of 'Example' cannot log in by "
		"digest:MD5\n"
		"portal '/a': checker 'sqlite': 1 of 3 users of 'Example' cannot log in by "
		"basic\n");
}
END_TEST

/* T2, T9 */
START_TEST(secrets_for_another_name_are_counted_and_both_are_named)
{
	survey("New", (const char *const[]){"digest:SHA-256", NULL},
	       "sqlite:users.db:interfaces=IUsernameDigestHash", SURVEY_ALL);
	ck_assert_ptr_nonnull(strstr(warnings, "3 of 3 users of 'New' cannot log in by "
					       "digest:SHA-256\n"));
	ck_assert_ptr_nonnull(strstr(warnings,
				     "2 of 3 users have Digest hashes for 'Example', which no "
				     "portal is named\n"));
	/* A portal that asks other checkers has this name. */
	ck_assert_ptr_null(strstr(warnings, "'Other'"));
}
END_TEST

START_TEST(all_is_well)
{
	store_fixture_run("users.db", "DELETE FROM account WHERE name IN ('bob', 'carol');"
				      "UPDATE password SET hash = '$y$j9T$' ||"
				      " 'aaaaaaaaaaaaaaaaaaaaaa$' || replace(hex(zeroblob(21)), "
				      "'00', 'ab') || 'a'");
	survey("Example", all, "sqlite:users.db", SURVEY_ALL);
	ck_assert_str_eq(warnings, "");
}
END_TEST

static const struct {
	const char *label;
	const char *statements;
	const char *warning;
} doubtful[] = {
	/* T8, T74, T75, T79 */
	{"an unknown scheme", "UPDATE password SET hash = '$9$x' WHERE account = 1",
	 "user 'alice': no hash of a scheme that is known"},
	{"a cost bomb",
	 "UPDATE password SET hash = '$5$rounds=999999999' || substr(hash, 15) WHERE account = 1",
	 "user 'alice': hash of too high a cost"},
	{"a token", "UPDATE password SET hash = '*0' WHERE account = 2",
	 "user 'bob': no hash of a scheme that is known"},
	{"several", "UPDATE password SET hash = 'x'",
	 "2 entries let nobody in, the first is: user 'alice': no hash of a scheme"},
	/* T10 */
	{"a name", "INSERT INTO account (name) VALUES ('Jose' || char(769))",
	 "user 'Jose\u0301': the name can never log in"},
	{"groups",
	 "WITH RECURSIVE g (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 200)"
	 " INSERT INTO account_group SELECT 1, 'g' || n FROM g",
	 "user 'alice': in more groups than can be passed on"},
};

START_TEST(accounts_that_let_nobody_in_are_told)
{
	store_fixture_run("users.db", doubtful[_i].statements);
	survey("Example", all, "sqlite:users.db", SURVEY_ALL);
	ck_assert_msg(strstr(warnings, doubtful[_i].warning), "%s: %s", doubtful[_i].label,
		      warnings);
}
END_TEST

/* L54, L55: tables that were made by something else, and are not strict. */
START_TEST(names_that_strict_tables_cannot_hold_are_told)
{
	store_fixture_run("users.db",
			  "PRAGMA legacy_alter_table = 1; DROP TRIGGER account_renamed;"
			  "DROP INDEX account_expires; ALTER TABLE account RENAME TO old;"
			  "CREATE TABLE account (id INTEGER PRIMARY KEY, name, disabled, expires);"
			  "INSERT INTO account SELECT id, name, disabled, expires FROM old;"
			  "INSERT INTO account (name, disabled) VALUES ('alice', 0), (x'62', 0)");
	survey("Example", all, "sqlite:users.db", SURVEY_ALL);
	ck_assert_msg(strstr(warnings, "2 entries let nobody in, the first is: user 'b': the name "
				       "is no text"),
		      "%s", warnings);
	store_fixture_run("users.db", "DELETE FROM account WHERE name = x'62'");
	survey("Example", all, "sqlite:users.db", SURVEY_ALL);
	ck_assert_msg(strstr(warnings, "user 'alice': several accounts have this name"), "%s",
		      warnings);
}
END_TEST

START_TEST(files_are_counted_as_stores_are)
{
	const char *const basic[] = {"basic", NULL};
	const char *const digest[] = {"digest:MD5", NULL};

	scratch_write("passwords", OCTETS("alice:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\nbob:*\n"));
	survey("Example", basic, "htpasswd:passwords", SURVEY_ALL);
	ck_assert_str_eq(
		warnings,
		"portal '/a': checker 'htpasswd': line 2: user 'bob': no hash of a scheme that is "
		"known\n"
		"portal '/a': checker 'htpasswd': 1 of 1 passwords are quickly guessed by whoever "
		"steals the hashes: 1 {SHA}\n"
		"portal '/a': checker 'htpasswd': 1 of 2 users of 'Example' cannot log in by "
		"basic\n");
	scratch_write("digests", OCTETS("alice:Old:0123456789abcdef0123456789abcdef\n"));
	survey("Example", digest, "htdigest:digests", SURVEY_ALL);
	ck_assert_str_eq(
		warnings,
		"portal '/a': checker 'htdigest': 1 of 1 users of 'Example' cannot log in "
		"by digest:MD5\n"
		"portal '/a': checker 'htdigest': 1 of 1 users have Digest hashes for 'Old', "
		"which no portal is named\n");
}
END_TEST

START_TEST(a_start_looks_at_no_more_than_it_has_time_for)
{
	survey("Example", all, "sqlite:users.db", 2);
	ck_assert_ptr_nonnull(strstr(warnings,
				     "1 of the first 2 users of 'Example' cannot log in by "
				     "digest:SHA-256\n"));
	ck_assert_ptr_null(strstr(warnings, "by basic"));
}
END_TEST

/* More spaces than are kept apart: nothing wrong is said of any. */
START_TEST(many_spaces_are_no_reason_to_warn)
{
	store_fixture_run("users.db",
			  "WITH RECURSIVE g (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g"
			  " WHERE n < 200) INSERT INTO ha1 (account, realm, algorithm, value)"
			  " SELECT 1, 'A' || n, 'MD5', zeroblob(16) FROM g");
	survey("Example", (const char *const[]){"digest:SHA-256", NULL},
	       "sqlite:users.db:interfaces=IUsernameDigestHash", SURVEY_ALL);
	ck_assert_ptr_null(strstr(warnings, "cannot log in by"));
}
END_TEST

Suite *survey_suite(void)
{
	Suite *suite = suite_create("survey");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, set_up, scratch_teardown);
	tcase_add_test(tests, a_checker_that_portals_share_is_counted_once);
	tcase_add_test(tests, a_checker_that_one_portal_names_twice_is_counted_once);
	tcase_add_test(tests, portals_that_share_a_checker_need_not_stand_together);
	tcase_add_test(tests, who_cannot_log_in_by_what_is_offered_is_counted);
	tcase_add_test(tests, secrets_for_another_name_are_counted_and_both_are_named);
	tcase_add_test(tests, all_is_well);
	tcase_add_loop_test(tests, accounts_that_let_nobody_in_are_told, 0,
			    sizeof(doubtful) / sizeof(doubtful[0]));
	tcase_add_test(tests, names_that_strict_tables_cannot_hold_are_told);
	tcase_add_test(tests, files_are_counted_as_stores_are);
	tcase_add_test(tests, a_start_looks_at_no_more_than_it_has_time_for);
	tcase_add_test(tests, many_spaces_are_no_reason_to_warn);
	suite_add_tcase(suite, tests);
	return suite;
}
