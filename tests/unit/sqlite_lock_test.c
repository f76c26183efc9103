/* The checker that reads a store, while other programs write to it. */
#include "cred/checker.h"
#include "cred/hash.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *sqlite_lock_suite(void);

static void setup(void)
{
	store_fixture_setup();
	store_fixture_make("users.db");
}

static void set_journal(const char *mode)
{
	char statement[64] = "PRAGMA journal_mode = ";

	store_fixture_run("users.db", strcat(statement, mode));
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* How often this thread has gone to sleep. However slow the machine is, who waits for a lock sleeps
 * many times for a moment, and who does not hardly ever. */
static long sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

START_TEST(a_writer_does_not_stop_readers_of_a_log)
{
	struct checker *checker = store_fixture_checker();
	sqlite3 *writer = store_fixture_open("users.db");
	struct error error;

	store_fixture_execute(writer, "BEGIN EXCLUSIVE; UPDATE account SET disabled = 1");
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_GRANTED);
	store_fixture_execute(writer, "COMMIT");
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_REFUSED);
	sqlite3_close(writer);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_change_without_a_log_counts_from_the_next_turn)
{
	struct checker *checker;
	struct error error;

	set_journal("DELETE");
	checker = store_fixture_checker();
	for (int i = 0; i < 4; i++) {
		store_fixture_run("users.db", i % 2 ? "UPDATE account SET disabled = 1"
						    : "UPDATE account SET disabled = 0");
		for (unsigned int slot = 0; slot < 2; slot++)
			ck_assert_int_eq(store_fixture_ask_digest(checker,
								  store_fixture_hasty(slot),
								  "alice", "secret", &error),
					 i % 2 ? VERDICT_REFUSED : VERDICT_GRANTED);
	}
	checker_destroy(checker);
}
END_TEST

/* With `opened`, the checker has read the store before. */
static void meet_a_lock(bool opened)
{
	struct checker *checker;
	struct error error;
	sqlite3 *writer;
	double before;
	long slept;

	set_journal("DELETE");
	checker = store_fixture_checker();
	for (unsigned int slot = 0; opened && slot < 2; slot++)
		ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(slot),
							  "alice", "secret", &error),
				 VERDICT_GRANTED);
	writer = store_fixture_open("users.db");
	store_fixture_execute(writer, "BEGIN EXCLUSIVE");

	slept = sleeps();
	ck_assert_int_eq(
		store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice", "wrong", &error),
		VERDICT_LATER);
	ck_assert_int_eq(store_fixture_ask_password(checker, store_fixture_hasty(0), "alice",
						    "secret", &error),
			 VERDICT_LATER);
	ck_assert_msg(sleeps() - slept < 5, "a loop has waited");

	slept = sleeps();
	before = seconds();
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_patient(1), "alice",
						  "wrong", &error),
			 VERDICT_UNAVAILABLE);
	ck_assert_msg(strstr(error.text, "database is locked"), "%s", error.text);
	ck_assert_msg(seconds() - before > 0.15, "did not wait");
	ck_assert_msg(sleeps() - slept < 20, "waited too long");

	store_fixture_execute(writer, "COMMIT");
	sqlite3_close(writer);
	for (unsigned int slot = 0; slot < 2; slot++)
		ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(slot),
							  "alice", "secret", &error),
				 VERDICT_GRANTED);
	checker_destroy(checker);
}

START_TEST(a_lock_is_waited_for_where_it_may_block)
{
	meet_a_lock(true);
}
END_TEST

START_TEST(a_lock_is_waited_for_when_the_store_is_opened)
{
	meet_a_lock(false);
}
END_TEST

/* Leaves a journal that has to be played back. */
static void interrupt_a_writer(void)
{
	pid_t writer = fork();
	int status;

	ck_assert_int_ge(writer, 0);
	if (writer == 0) {
		sqlite3 *db = store_fixture_open("users.db");

		store_fixture_execute(db, "PRAGMA cache_size = 1; BEGIN;"
					  "UPDATE account SET disabled = 1;"
					  "CREATE TABLE filler AS WITH RECURSIVE n (i) AS"
					  " (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
					  " SELECT i, hex(randomblob(50)) FROM n");
		_exit(0);
	}
	ck_assert_int_eq(waitpid(writer, &status, 0), writer);
	ck_assert_int_eq(status, 0);
}

START_TEST(what_an_interrupted_writer_left_is_cleared_away_in_the_pool)
{
	struct checker *checker;
	struct error error;

	set_journal("DELETE");
	checker = store_fixture_checker();
	interrupt_a_writer();
	ck_assert_int_eq(access(scratch_path("users.db-journal"), F_OK), 0);
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_LATER);
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_patient(1), "alice",
						  "secret", &error),
			 VERDICT_GRANTED);
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(an_interrupted_writer_of_a_log_goes_unnoticed)
{
	struct checker *checker = store_fixture_checker();
	struct error error;

	interrupt_a_writer();
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

/* As `.restore` of the sqlite3 program does it. */
static void restore(const char *from, const char *to)
{
	sqlite3 *source = store_fixture_open(from);
	sqlite3 *target = store_fixture_open(to);
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");

	ck_assert_ptr_nonnull(backup);
	ck_assert_int_eq(sqlite3_backup_step(backup, -1), SQLITE_DONE);
	ck_assert_int_eq(sqlite3_backup_finish(backup), SQLITE_OK);
	sqlite3_close(source);
	sqlite3_close(target);
}

START_TEST(a_restored_backup_counts)
{
	struct checker *checker = store_fixture_checker();
	struct error error;

	store_fixture_make("backup.db");
	store_fixture_run("users.db", "DELETE FROM account WHERE name = 'alice'");
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_REFUSED);
	restore("backup.db", "users.db");
	ck_assert_int_eq(store_fixture_ask_digest(checker, store_fixture_hasty(0), "alice",
						  "secret", &error),
			 VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

struct asker {
	struct checker *checker;
	unsigned int slot;
	bool may_block;
	unsigned int unavailable; /* verdicts */
	unsigned int wrong;       /* the same */
};

static void *ask_often(void *argument)
{
	struct asker *asker = argument;
	struct error error;

	for (int i = 0; i < 500; i++) {
		const struct caller caller = asker->may_block ? store_fixture_patient(asker->slot)
							      : store_fixture_hasty(asker->slot);
		enum verdict verdict =
			store_fixture_ask_digest(asker->checker, caller, "alice", "secret", &error);

		asker->unavailable += verdict == VERDICT_UNAVAILABLE;
		asker->wrong += verdict == VERDICT_REFUSED;
	}
	hash_thread_end();
	return NULL;
}

START_TEST(slots_read_while_another_program_writes)
{
	static const char *const modes[] = {"WAL", "DELETE"};
	struct asker askers[3];
	pthread_t threads[3];
	struct checker *checker;
	sqlite3 *writer;

	set_journal(modes[_i]);
	checker = store_fixture_checker();
	writer = store_fixture_open("users.db");
	store_fixture_execute(writer, "PRAGMA synchronous = OFF");
	for (unsigned int i = 0; i < 3; i++) {
		askers[i] = (struct asker){.checker = checker, .slot = i, .may_block = i == 2};
		ck_assert_int_eq(pthread_create(&threads[i], NULL, ask_often, &askers[i]), 0);
	}
	for (int i = 0; i < 100; i++)
		store_fixture_execute(writer,
				      "UPDATE account SET disabled = 1 - disabled WHERE id > 1");
	for (unsigned int i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
		ck_assert_uint_eq(askers[i].wrong, 0);
		ck_assert_uint_eq(askers[i].unavailable, 0);
	}
	sqlite3_close(writer);
	checker_destroy(checker);
}
END_TEST

Suite *sqlite_lock_suite(void)
{
	Suite *suite = suite_create("sqlite_lock");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, store_fixture_teardown);
	tcase_add_test(all, a_writer_does_not_stop_readers_of_a_log);
	tcase_add_test(all, a_change_without_a_log_counts_from_the_next_turn);
	tcase_add_test(all, a_lock_is_waited_for_where_it_may_block);
	tcase_add_test(all, a_lock_is_waited_for_when_the_store_is_opened);
	tcase_add_test(all, what_an_interrupted_writer_left_is_cleared_away_in_the_pool);
	tcase_add_test(all, an_interrupted_writer_of_a_log_goes_unnoticed);
	tcase_add_test(all, a_restored_backup_counts);
	tcase_add_loop_test(all, slots_read_while_another_program_writes, 0, 2);
	suite_add_tcase(suite, all);
	return suite;
}
