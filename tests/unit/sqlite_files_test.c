/* Whether the files of a store are those that they were. */
#include "../../checkers/sqlite_files.h"

#include "clock.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

Suite *sqlite_files_suite(void);

static char path[512];

static void set_up(void)
{
	scratch_setup();
	ck_assert_int_eq(mkdir(scratch_path("store"), 0700), 0);
	ck_assert_int_eq(mkdir(scratch_path("other"), 0700), 0);
	scratch_write("store/users.db", OCTETS("store"));
	scratch_write("store/users.db-wal", OCTETS("log"));
	scratch_write("other/users.db", OCTETS("store"));
	scratch_write("other/users.db-wal", OCTETS("log"));
	strcpy(path, scratch_path("store/users.db"));
}

static void move(const char *from, const char *to)
{
	char source[512];

	strcpy(source, scratch_path(from));
	ck_assert_int_eq(rename(source, scratch_path(to)), 0);
}

static void write_to_the_store(void)
{
	scratch_write("store/users.db", OCTETS("changed"));
}

static void replace_the_store(void)
{
	move("other/users.db", "store/users.db");
}

static void remove_the_store(void)
{
	unlink(path);
}

static void remove_the_log(void)
{
	unlink(scratch_path("store/users.db-wal"));
}

static void replace_the_log(void)
{
	move("other/users.db-wal", "store/users.db-wal");
}

static void make_an_index(void)
{
	scratch_write("store/users.db-shm", OCTETS("index"));
}

static void replace_the_directory(void)
{
	move("store", "old");
	move("other", "store");
}

static void make_another_file(void)
{
	scratch_write("store/other.db", OCTETS("other"));
}

static void write_to_the_log(void)
{
	scratch_write("store/users.db-wal", OCTETS("a longer log"));
}

static const struct {
	const char *label;
	void (*change)(void);
	bool same;
} changes[] = {
	{"the store is written to", write_to_the_store, false},
	{"the store is replaced", replace_the_store, false},
	{"the store is removed", remove_the_store, false},
	{"the log is removed", remove_the_log, false},
	{"the log is replaced", replace_the_log, false},
	{"an index comes", make_an_index, false},
	{"the directory is replaced", replace_the_directory, false},
	{"another file comes", make_another_file, true},
	{"the log is written to", write_to_the_log, true},
};

static void look_twice(struct sqlite_files *files, const char *where, bool same, const char *label)
{
	for (int i = 0; i < 2; i++)
		ck_assert_msg(sqlite_files_are_same(files, where) == same, "%s", label);
}

static void notice_at(const char *where, const char *label, void (*change)(void), bool same)
{
	/* Longer than the clock of a file system stands still. */
	const struct timespec tick = {.tv_nsec = 50000000};
	struct sqlite_files files;
	struct error error;

	ck_assert(sqlite_files_find(&files, where, &error));
	sqlite_files_find_companions(&files, where);
	nanosleep(&tick, NULL);
	look_twice(&files, where, true, label);
	change();
	look_twice(&files, where, same, label);
}

static void notice(const char *label, void (*change)(void), bool same)
{
	notice_at(path, label, change, same);
}

START_TEST(a_change_is_noticed)
{
	notice(changes[_i].label, changes[_i].change, changes[_i].same);
}
END_TEST

START_TEST(a_change_is_noticed_after_a_long_rest)
{
	clock_advance(CLOCK_REALTIME, 60);
	notice(changes[_i].label, changes[_i].change, changes[_i].same);
}
END_TEST

/* SQLite keeps its log where the file is, and not where the link is. */
START_TEST(a_change_is_noticed_behind_a_link)
{
	char link[512];

	ck_assert_int_eq(mkdir(scratch_path("links"), 0700), 0);
	strcpy(link, scratch_path("links/users.db"));
	ck_assert_int_eq(symlink(path, link), 0);
	clock_advance(CLOCK_REALTIME, 60);
	notice_at(link, changes[_i].label, changes[_i].change, changes[_i].same);
}
END_TEST

START_TEST(changes_are_noticed_one_after_the_other)
{
	clock_advance(CLOCK_REALTIME, 60);
	notice("another file comes", make_another_file, true);
	notice("an index comes", make_an_index, false);
	notice("the log is removed", remove_the_log, false);
	notice("the store is removed", remove_the_store, false);
}
END_TEST

Suite *sqlite_files_suite(void)
{
	const int count = sizeof(changes) / sizeof(changes[0]);
	Suite *suite = suite_create("sqlite_files");
	TCase *cases = tcase_create("changes");

	tcase_add_checked_fixture(cases, set_up, scratch_teardown);
	tcase_add_loop_test(cases, a_change_is_noticed, 0, count);
	tcase_add_loop_test(cases, a_change_is_noticed_after_a_long_rest, 0, count);
	tcase_add_loop_test(cases, a_change_is_noticed_behind_a_link, 0, count);
	tcase_add_test(cases, changes_are_noticed_one_after_the_other);
	suite_add_tcase(suite, cases);
	return suite;
}
