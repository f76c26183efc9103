/* The checker that reads a store, where a password that was right has an outdated hash. */
#include "cred/checker.h"
#include "log_lines.h"
#include "postern/password.h"
#include "postern/plugin.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *sqlite_rehash_suite(void);

#define OUTDATED    "SELECT count(*) FROM password WHERE hash LIKE '$5$%'"
#define OUTDATED_OF "SELECT hash LIKE '$5$%' FROM password WHERE account ="

static struct checker *checker;

static struct checker *make_checker(const char *string)
{
	struct error error;
	struct checker *made = checker_create(
		string, (struct origin){.directory = scratch_directory()}, checker_types, &error);

	ck_assert_msg(made, "%s", error.text);
	return made;
}

static void set_up(void)
{
	store_fixture_setup();
	log_lines_setup();
	store_fixture_make("users.db");
	checker = make_checker("sqlite:users.db");
}

static void tear_down(void)
{
	checker_destroy(checker);
	store_fixture_teardown();
}

static enum verdict ask(unsigned int slot, const char *user, const char *password)
{
	struct error error;

	return store_fixture_ask_password(checker, store_fixture_patient(slot), user, password,
					  &error);
}

/* T80 */
START_TEST(an_outdated_hash_is_replaced_once)
{
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT hash LIKE '$y$%' FROM password"
							  " WHERE account = 1"),
			 1);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 2);
	store_fixture_run("users.db", "CREATE TABLE before AS SELECT * FROM password");
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(ask(1, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(ask(1, "alice", "wrong"), VERDICT_REFUSED);
	ck_assert_int_eq(store_fixture_number("users.db", "SELECT count(*) FROM password"
							  " JOIN before USING (account, hash)"),
			 3);
	ck_assert_str_eq(log_lines(), "");
}
END_TEST

START_TEST(whoever_is_refused_changes_nothing)
{
	ck_assert_int_eq(ask(0, "alice", "wrong"), VERDICT_REFUSED);
	ck_assert_int_eq(ask(0, "max", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(ask(0, "mallory", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 3);
}
END_TEST

START_TEST(nothing_is_replaced_where_that_is_turned_off)
{
	checker_destroy(checker);
	checker = make_checker("sqlite:users.db:rehash=no");
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 3);
}
END_TEST

START_TEST(rehash_is_yes_or_no)
{
	struct error error;

	checker_destroy(make_checker("sqlite:users.db:rehash=yes"));
	ck_assert_ptr_null(checker_create("sqlite:users.db:rehash=maybe",
					  (struct origin){.directory = scratch_directory()},
					  checker_types, &error));
	ck_assert_msg(strstr(error.text, "cannot use rehash 'maybe'"), "%s", error.text);
}
END_TEST

static int (*sleep_as_before)(sqlite3_vfs *, int);
static atomic_bool waits;

/* SQLite sleeps so, while another writer has the lock. */
static int sleep_and_say_so(sqlite3_vfs *vfs, int microseconds)
{
	waits = true;
	return sleep_as_before(vfs, microseconds);
}

static void *commit(void *other)
{
	while (!waits)
		usleep(1000);
	store_fixture_execute(other, "COMMIT");
	return NULL;
}

/* T80: the login has read the old hash, and the change is written before the new one is. */
START_TEST(a_password_that_is_changed_meanwhile_stays_so)
{
	sqlite3 *other = store_fixture_open("users.db");
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	pthread_t thread;

	sleep_as_before = vfs->xSleep;
	vfs->xSleep = sleep_and_say_so;
	store_fixture_execute(other,
			      "BEGIN IMMEDIATE; UPDATE password SET hash = '" STORE_FIXTURE_CHANGED
			      "' WHERE account = 1");
	ck_assert_int_eq(pthread_create(&thread, NULL, commit, other), 0);
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	sqlite3_close(other);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED_OF "1"), 1);
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(ask(0, "alice", "changed"), VERDICT_GRANTED);
}
END_TEST

START_TEST(a_writer_that_stays_delays_a_login_and_refuses_nobody)
{
	sqlite3 *other = store_fixture_open("users.db");

	store_fixture_execute(other, "BEGIN IMMEDIATE; UPDATE account SET disabled = 0");
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	store_fixture_execute(other, "ROLLBACK");
	sqlite3_close(other);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 3);
	ck_assert_str_eq(log_lines(), "");
}
END_TEST

static unsigned int count_remarks(void)
{
	const char *remark = log_lines();
	unsigned int count = 0;

	while ((remark = strstr(remark, "warning cred: checker 'sqlite': cannot write")) != NULL) {
		remark++;
		count++;
	}
	return count;
}

/* T81 */
START_TEST(a_store_that_can_only_be_read_lets_in_all_the_same)
{
	const uid_t user = geteuid();

	store_fixture_run("users.db", "PRAGMA journal_mode = DELETE");
	ck_assert_int_eq(chmod(scratch_path("users.db"), 0444), 0);
	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	/* Root can write to everything. */
	ck_assert(user != 0 || seteuid(65534) == 0);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
		ck_assert_int_eq(ask(1, "bob", "secret"), VERDICT_GRANTED);
	}
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 3);
	ck_assert_uint_eq(count_remarks(), 1);
	ck_assert_msg(strstr(log_lines(), "it can only be read"), "%s", log_lines());
	ck_assert_int_eq(seteuid(user), 0);
}
END_TEST

/* L57 */
START_TEST(a_full_disk_lets_in_all_the_same)
{
	const struct rlimit full = {.rlim_cur = 0, .rlim_max = RLIM_INFINITY};
	const struct rlimit enough = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};

	signal(SIGXFSZ, SIG_IGN);
	/* Opens the store, which makes '-shm' beside it. */
	ck_assert_int_eq(ask(0, "mallory", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &full), 0);
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(ask(0, "bob", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &enough), 0);
	ck_assert_uint_eq(count_remarks(), 1);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 3);
	/* So that she is not remembered. */
	store_fixture_run("users.db", "INSERT INTO account_group VALUES (1, 'staff')");
	ck_assert_int_eq(ask(0, "alice", "secret"), VERDICT_GRANTED);
	ck_assert_int_eq(store_fixture_number("users.db", OUTDATED), 2);
}
END_TEST

Suite *sqlite_rehash_suite(void)
{
	Suite *suite = suite_create("sqlite_rehash");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, an_outdated_hash_is_replaced_once);
	tcase_add_test(all, whoever_is_refused_changes_nothing);
	tcase_add_test(all, nothing_is_replaced_where_that_is_turned_off);
	tcase_add_test(all, rehash_is_yes_or_no);
	tcase_add_test(all, a_password_that_is_changed_meanwhile_stays_so);
	tcase_add_test(all, a_writer_that_stays_delays_a_login_and_refuses_nobody);
	tcase_add_test(all, a_store_that_can_only_be_read_lets_in_all_the_same);
	tcase_add_test(all, a_full_disk_lets_in_all_the_same);
	suite_add_tcase(suite, all);
	return suite;
}
