/* Landlock: from then on nothing is written but in the places named, and all is read as before. */
#include "daemon/landlock.h"

#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *landlock_suite(void);

static long kernel_version(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static void say(const char *what, bool done)
{
	printf("%s: %s\n", what, done ? "done" : strerrorname_np(errno));
}

/* Like the server: "log" and "store" to write, "run" to remove from, and one file is open. */
static int confine(void)
{
	struct places places = {.count = 0};
	int opened = open(scratch_path("closed/opened"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	ck_assert(places_add(&places, scratch_path("log"), PLACE_WRITE));
	ck_assert(places_add(&places, scratch_path("store"), PLACE_WRITE));
	ck_assert(places_add(&places, scratch_path("run"), PLACE_REMOVE));
	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert(landlock_confine(&places));
	places_finish(&places);
	return opened;
}

static void make_directories(void)
{
	static const char *const names[] = {"log", "store", "run", "closed"};

	scratch_setup();
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_int_eq(mkdir(scratch_path(names[i]), 0700), 0);
	scratch_write("run/s.pid", OCTETS("1\n"));
	scratch_write("closed/file", OCTETS("text"));
}

/* Runs the claims confined; where the kernel has no Landlock there is nothing to claim. */
static void run_confined(void (*act)(const void *argument), const char *expected)
{
	struct forked forked;

	if (kernel_version() < 1)
		return;
	forked_run(&forked, act, NULL);
	ck_assert_str_eq(forked.text, expected);
	ck_assert_int_eq(forked.status, 0);
}

static void say_write(const char *name, const char *path)
{
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	say(name, descriptor >= 0);
	close(descriptor);
}

static void write_everywhere(const void *argument)
{
	int opened = confine();

	(void)argument;
	say_write("log/s.log", scratch_path("log/s.log"));
	say("log/s.log.1", rename(scratch_path("log/s.log"), scratch_path("log/s.log.1")) == 0);
	say_write("store/users.db-wal", scratch_path("store/users.db-wal"));
	say("store/users.db-wal", unlink(scratch_path("store/users.db-wal")) == 0);
	say_write("null", "/dev/null");
	say_write("run/s.pid", scratch_path("run/s.pid"));
	say("run/s.pid", unlink(scratch_path("run/s.pid")) == 0);
	say_write("closed/new", scratch_path("closed/new"));
	say_write("closed/file", scratch_path("closed/file"));
	say("mkdir", mkdir(scratch_path("closed/directory"), 0700) == 0);
	say("unlink", unlink(scratch_path("closed/file")) == 0);
	say("open before", write(opened, "x", 1) == 1);
}

START_TEST(only_the_places_named_are_written_to)
{
	run_confined(write_everywhere, "log/s.log: done\n"
				       "log/s.log.1: done\n"
				       "store/users.db-wal: done\n"
				       "store/users.db-wal: done\n"
				       "null: done\n"
				       "run/s.pid: EACCES\n"
				       "run/s.pid: done\n"
				       "closed/new: EACCES\n"
				       "closed/file: EACCES\n"
				       "mkdir: EACCES\n"
				       "unlink: EACCES\n"
				       "open before: done\n");
}
END_TEST

static void read_everywhere(const void *argument)
{
	(void)argument;
	confine();
	printf("%s\n", scratch_read("closed/file"));
	ck_assert_int_eq(chdir(scratch_path("closed")), 0);
	printf("status %d\n", system("cat file > /dev/null && ! touch new 2> /dev/null"));
}

START_TEST(all_is_read_as_before)
{
	run_confined(read_everywhere, "text\nstatus 0\n");
}
END_TEST

static void signal_and_bind(const void *argument)
{
	struct sockaddr_in any = {.sin_family = AF_INET};
	pid_t child;

	(void)argument;
	confine();
	child = fork();
	if (child == 0)
		_exit(pause());
	say("signal to a program of ours", kill(child, SIGKILL) == 0 && wait(NULL) == child);
	say("signal to ourselves", kill(getpid(), 0) == 0);
	if (kernel_version() >= 6)
		say("signal outside", kill(getppid(), 0) == 0);
	if (kernel_version() >= 4)
		say("bind", bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&any,
				 sizeof(any)) == 0);
}

START_TEST(signals_reach_our_own_programs_and_no_port_is_bound)
{
	char expected[256];

	snprintf(expected, sizeof(expected),
		 "signal to a program of ours: done\nsignal to ourselves: done\n%s%s",
		 kernel_version() >= 6 ? "signal outside: EPERM\n" : "",
		 kernel_version() >= 4 ? "bind: EACCES\n" : "");
	run_confined(signal_and_bind, expected);
}
END_TEST

Suite *landlock_suite(void)
{
	Suite *suite = suite_create("landlock");
	TCase *tests = tcase_create("landlock");

	tcase_add_checked_fixture(tests, make_directories, scratch_teardown);
	tcase_add_test(tests, only_the_places_named_are_written_to);
	tcase_add_test(tests, all_is_read_as_before);
	tcase_add_test(tests, signals_reach_our_own_programs_and_no_port_is_bound);
	suite_add_tcase(suite, tests);
	return suite;
}
