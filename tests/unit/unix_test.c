/* The checker of the system's accounts: who is let in, who is not any more, and their groups. */
#include "clock.h"

#include "file_client.h"
#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

Suite *unix_suite(void);

#define UNIX "unix:passwd=passwd:shadow=shadow:group=group"

/* Of "secret", by openssl passwd -5. */
#define HASH "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA"

static struct error error;

/* Noon, so that no day ends meanwhile. */
static unsigned int wait_for_noon(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_advance(CLOCK_REALTIME, 86400 + 43200 - now.tv_sec % 86400);
	clock_gettime(CLOCK_REALTIME, &now);
	return (unsigned int)(now.tv_sec / 86400);
}

static void setup(void)
{
	scratch_setup();
	scratch_write("passwd", OCTETS("root:x:0:0:root:/root:/bin/bash\n"
				       "toor:x:0:0::/root:\n"
				       "alice:x:1000:1000:Alice,,,:/home/alice:/usr/sbin/nologin\n"
				       "bob:" HASH ":1001:1001::/home/bob:/bin/sh\n"
				       "twice:x:1:1::/:\ntwice:x:1:1::/:\n"
				       "malformed:x:one:1::/:\n"
				       "+::::::\n"));
	scratch_write("shadow", OCTETS("root:" HASH ":19000:0:99999:7:::\n"
				       "toor:" HASH ":19000:0:99999:7:::\n"
				       "alice:" HASH ":19000:0:99999:7:::\n"
				       "twice:" HASH ":19000:0:99999:7:::\n"
				       "malformed:" HASH ":19000:0:99999:7:::\n"
				       "shadowy:" HASH ":19000:0:99999:7:::\n"));
	scratch_write("group", OCTETS("root:x:0:\nusers:x:100:alice,bob\nalice:x:1000:\n"
				      "staff:x:50:bob,alicia,malice\nadm:x:4:bob,alice\n"));
}

static struct checker *create(void)
{
	return file_client_create(UNIX);
}

/* Each time in another turn. */
static enum verdict ask(struct checker *checker, const char *user, const char *password)
{
	static uint64_t turn = 1;

	return file_client_ask(checker, 0, turn++, user, password, &error);
}

static void expect(struct checker *checker, const char *user, const char *password,
		   const char *reason)
{
	enum verdict verdict = ask(checker, user, password);

	ck_assert_msg(verdict == (reason ? VERDICT_REFUSED : VERDICT_GRANTED), "%s: %s", user,
		      error.text);
	ck_assert_msg(!reason || strstr(error.text, reason), "%s: %s", user, error.text);
}

START_TEST(who_has_a_password_in_the_shadow_file_is_let_in)
{
	struct checker *checker = create();

	expect(checker, "alice", "secret", NULL);
	expect(checker, "alice", "wrong", "wrong password");
	expect(checker, "mallory", "secret", "unknown user");
	/* A hash that everybody can read is no secret, and an account has an entry. */
	expect(checker, "bob", "secret", "unknown user");
	expect(checker, "shadowy", "secret", "unknown user");
	expect(checker, "twice", "secret", "user stands there twice");
	expect(checker, "malformed", "secret", "malformed line");
	expect(checker, "+", "", "unknown user");
	checker_destroy(checker);
}
END_TEST

START_TEST(root_is_not_unless_it_is_said)
{
	struct checker *checker = create();

	expect(checker, "root", "secret", "root may not log in");
	expect(checker, "toor", "secret", "root may not log in");
	checker_destroy(checker);
	checker = file_client_create(UNIX ":root=yes");
	expect(checker, "root", "secret", NULL);
	expect(checker, "toor", "secret", NULL);
	expect(checker, "toor", "wrong", "wrong password");
	checker_destroy(checker);
}
END_TEST

/* What stands behind the name of alice, with the days relative to today. */
static const struct {
	const char *label;
	const char *hash;
	int changed, maximum, expires; /* 0 of `changed` and `expires`: today; NONE: empty */
	const char *reason;            /* NULL: granted */
} shadows[] = {
#define NONE 1000000
	{"no end", HASH, -100, NONE, NONE, NULL},
	{"nothing but a hash", HASH, NONE, NONE, NONE, NULL},
	{"a maximum without a change", HASH, NONE, 1, NONE, NULL},
	{"changed in the future", HASH, 100, 1, NONE, NULL},
	{"the last day of a password", HASH, -10, 10, NONE, NULL},
	{"a day later", HASH, -11, 10, NONE, "password has expired"},
	{"the last day of an account", HASH, -10, NONE, 1, NULL},
	{"the day on which it expires", HASH, -10, NONE, 0, "account has expired"},
	{"long ago", HASH, -10, NONE, -1000, "account has expired"},
	{"locked", "!" HASH, -10, NONE, NONE, "account is locked"},
	{"no login", "*", -10, NONE, NONE, "account is locked"},
	{"not set", "!", -10, NONE, NONE, "account is locked"},
	{"empty", "", -10, NONE, NONE, "account has no password"},
	{"of another scheme", "1U42pSgksU1Co", -10, NONE, NONE, "traditional DES"},
};

static void print_day(char *text, size_t size, int day, unsigned int today)
{
	snprintf(text, size, "%d", day + (int)today);
	if (day == NONE)
		text[0] = '\0';
}

START_TEST(what_has_ended_counts_no_more)
{
	unsigned int today = wait_for_noon();
	struct checker *checker = create();

	for (size_t i = 0; i < sizeof(shadows) / sizeof(shadows[0]); i++) {
		char changed[16], maximum[16], expires[16], line[256];
		const char *reason = shadows[i].reason;

		print_day(changed, sizeof(changed), shadows[i].changed, today);
		print_day(maximum, sizeof(maximum), shadows[i].maximum, 0);
		print_day(expires, sizeof(expires), shadows[i].expires, today);
		snprintf(line, sizeof(line), "alice:%s:%s:0:%s:7::%s:\n", shadows[i].hash, changed,
			 maximum, expires);
		scratch_replace("shadow", octets_from(line));
		ck_assert_msg(ask(checker, "alice", "secret") ==
				      (reason ? VERDICT_REFUSED : VERDICT_GRANTED),
			      "%s: %s", shadows[i].label, error.text);
		ck_assert_msg(!reason || strstr(error.text, reason), "%s: %s", shadows[i].label,
			      error.text);
		ck_assert_int_eq(ask(checker, "alice", "wrong"), VERDICT_REFUSED);
		ck_assert_int_eq(ask(checker, "alice", ""), VERDICT_REFUSED);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(absolute_days_count_too)
{
	static const struct {
		const char *rest;
		const char *reason;
	} rows[] = {
		{"0:0:99999:7:::", "password must be changed"},
		{"-1:-1:-1:-1:-1:-1:", NULL},
		{"19000:0:99999:7::0:", "account has expired"},
		{"19000:0:99999:7::4294967295:", "malformed line"},
		{"19000:0:x:7:::", "malformed line"},
		{"19000:0:99999:7::", "malformed line"},
		{"19000", "malformed line"},
	};
	struct checker *checker = create();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char line[256];

		snprintf(line, sizeof(line), "alice:" HASH ":%s\n", rows[i].rest);
		scratch_replace("shadow", octets_from(line));
		expect(checker, "alice", "secret", rows[i].reason);
	}
	checker_destroy(checker);
}
END_TEST

static struct avatar_id log_in(struct checker *checker, const char *user)
{
	const struct caller caller = {.may_block = true};
	struct username_password basic = username_password(octets_from(user), OCTETS("secret"));
	struct verdict_cache *cache = verdict_cache_create();
	struct avatar_id avatar_id;

	checker_request_avatar_id(checker, cache, &basic.base, &caller, &avatar_id, &error);
	verdict_cache_destroy(cache);
	return avatar_id;
}

START_TEST(the_avatar_has_the_groups_of_the_user)
{
	struct checker *checker = create();
	struct avatar_id alice = log_in(checker, "alice");

	ck_assert_int_eq(alice.kind, AVATAR_ID_NAMED);
	ck_assert(avatar_id_in_group(&alice, OCTETS("users")));
	ck_assert(avatar_id_in_group(&alice, OCTETS("adm")));
	ck_assert(avatar_id_in_group(&alice, OCTETS("alice")));
	ck_assert(!avatar_id_in_group(&alice, OCTETS("staff")));
	ck_assert(!avatar_id_in_group(&alice, OCTETS("root")));
	checker_destroy(checker);
}
END_TEST

START_TEST(who_is_in_too_many_groups_is_in_none)
{
	struct checker *checker = create();
	char text[8192] = "";

	for (int i = 0; i < AVATAR_GROUPS_MAX / 8; i++)
		sprintf(text + strlen(text), "group%02d:x:%d:alice\n", i, i + 2000);
	scratch_replace("group", octets_from(text));
	ck_assert_int_eq(log_in(checker, "alice").kind, AVATAR_ID_NAMED);
	strcat(text, "z:x:3000:alice\n");
	scratch_replace("group", octets_from(text));
	expect(checker, "alice", "secret", "groups are too long");
	checker_destroy(checker);
}
END_TEST

START_TEST(a_change_of_any_file_or_a_new_day_is_another_generation)
{
	static const char *const names[] = {"passwd", "shadow", "group"};
	struct checker *checker = create();
	uint64_t turn = 1;
	uint64_t before;

	wait_for_noon();
	for (size_t i = 0; i < 3; i++) {
		char text[4096];

		before = file_client_generation(checker, turn++);
		ck_assert_uint_eq(file_client_generation(checker, turn++), before);
		strcpy(text, scratch_read(names[i]));
		strcat(text, "new:x:1:\n");
		scratch_replace(names[i], octets_from(text));
		ck_assert_uint_ne(file_client_generation(checker, turn++), before);
	}
	before = file_client_generation(checker, turn++);
	clock_advance(CLOCK_REALTIME, 86400);
	ck_assert_uint_ne(file_client_generation(checker, turn++), before);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_file_that_is_missing_refuses_nobody)
{
	static const char *const names[] = {"passwd", "shadow", "group"};
	struct checker *checker = create();

	for (size_t i = 0; i < 3; i++) {
		char path[256];

		strcpy(path, scratch_path(names[i]));
		ck_assert_int_eq(rename(path, scratch_path("away")), 0);
		ck_assert_int_eq(ask(checker, "alice", "wrong"), VERDICT_UNAVAILABLE);
		ck_assert_ptr_nonnull(strstr(error.text, path));
		ck_assert_int_eq(rename(scratch_path("away"), path), 0);
		ck_assert_int_eq(ask(checker, "alice", "secret"), VERDICT_GRANTED);
	}
	checker_destroy(checker);
}
END_TEST

static struct census *count(const char *shadow)
{
	struct census *census = census_create(SIZE_MAX);
	struct checker *checker;

	scratch_write("passwd", OCTETS("alice:x:1000:1000::/:\n"));
	scratch_write("shadow", octets_from(shadow));
	checker = create();
	ck_assert_msg(checker_census(checker, census, &error), "%s", error.text);
	checker_destroy(checker);
	return census;
}

START_TEST(locked_accounts_are_no_users)
{
	struct census *census = count("alice:!:19000:0:99999:7:::\nbin:*:1::::::\n+::::::::\n");

	ck_assert_uint_eq(census->users, 0);
	ck_assert_uint_eq(census->doubts, 0);
	census_destroy(census);
}
END_TEST

START_TEST(what_lets_somebody_down_is_counted)
{
	struct census *census = count("alice:!:1::::::\nbob:1U42pSgksU1Co:1::::::\n");

	ck_assert_uint_eq(census->users, 1);
	ck_assert_uint_eq(census->passwords, 0);
	ck_assert_uint_eq(census->doubts, 1);
	ck_assert_msg(strstr(census->doubt.text, "line 2: user 'bob': traditional DES"), "%s",
		      census->doubt.text);
	census_destroy(census);
}
END_TEST

START_TEST(what_makes_no_sense_stops_the_start)
{
	static const char *const rows[][2] = {
		{UNIX ":root=maybe", "cannot use root 'maybe', only 'yes' and 'no'"},
		{"unix:passwd=none:shadow=shadow:group=group", "No such file"},
		{"unix:passwd=passwd:shadow=none:group=group", "No such file"},
		{"unix:passwd=passwd:shadow=shadow:group=none", "No such file"},
		{UNIX ":more", "unexpected 'more'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(!checker_create(rows[i][0],
					      (struct origin){.directory = scratch_directory()},
					      checker_types, &error),
			      "%s", rows[i][0]);
		ck_assert_msg(strstr(error.text, rows[i][1]), "%s: %s", rows[i][0], error.text);
	}
}
END_TEST

Suite *unix_suite(void)
{
	Suite *suite = suite_create("unix");
	TCase *tests = tcase_create("unix");

	tcase_add_checked_fixture(tests, setup, scratch_teardown);
	tcase_add_test(tests, who_has_a_password_in_the_shadow_file_is_let_in);
	tcase_add_test(tests, root_is_not_unless_it_is_said);
	tcase_add_test(tests, what_has_ended_counts_no_more);
	tcase_add_test(tests, absolute_days_count_too);
	tcase_add_test(tests, the_avatar_has_the_groups_of_the_user);
	tcase_add_test(tests, who_is_in_too_many_groups_is_in_none);
	tcase_add_test(tests, a_change_of_any_file_or_a_new_day_is_another_generation);
	tcase_add_test(tests, a_file_that_is_missing_refuses_nobody);
	tcase_add_test(tests, locked_accounts_are_no_users);
	tcase_add_test(tests, what_lets_somebody_down_is_counted);
	tcase_add_test(tests, what_makes_no_sense_stops_the_start);
	suite_add_tcase(suite, tests);
	return suite;
}
