/* The end of the programs that checkers run: none outlives us, and nobody else is hurt. */
#include "daemon/children.h"

#include "base/clock.h"
#include "programs.h"
#include "scratch.h"

#include <check.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *children_suite(void);

START_TEST(t59_a_program_dies_with_us)
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, 0);
		programs_run(STUBBORN);
		_exit(0);
	}
	programs_await("stubborn", 1);
	kill(pid, SIGKILL);
	/* This test is the reaper of what it leaves. */
	programs_await_end("stubborn");
}
END_TEST

/* Ends the children while one program runs, in bounded time. */
static void end_while(const char *command, const char *name, size_t lines, unsigned int grace)
{
	struct running running;
	uint64_t before;

	unlink(scratch_path(name));
	programs_start(&running, command);
	programs_await(name, lines);
	before = clock_monotonic_ms();
	children_end(grace);
	ck_assert_uint_lt(clock_monotonic_ms() - before, LONG / 2);
	ck_assert_int_eq(programs_finish(&running), CHILD_FAILED);
	programs_await_end(name);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
}

static void claim_end(void)
{
	end_while(SLEEP, "sleep", 1, LONG);
}

static void claim_stubborn_end(void)
{
	end_while(STUBBORN, "stubborn", 1, 200);
}

static void claim_family_end(void)
{
	end_while(FAMILY, "family", 3, LONG);
}

static void claim_orphan_end(void)
{
	end_while(ORPHAN, "orphan", 1, LONG);
}

START_TEST(t115_sigterm_ends_programs)
{
	programs_in_process(true, claim_end);
	programs_in_process(false, claim_end);
}
END_TEST

START_TEST(t116_who_ignores_sigterm_is_killed_after_the_grace)
{
	programs_in_process(true, claim_stubborn_end);
	programs_in_process(false, claim_stubborn_end);
}
END_TEST

START_TEST(t117_who_escapes_to_another_session_is_killed_as_well)
{
	programs_in_process(true, claim_family_end);
	programs_in_process(false, claim_family_end);
	programs_in_process(true, claim_orphan_end);
	programs_in_process(false, claim_orphan_end);
}
END_TEST

/* Counts the SIGTERMs that it gets, until it has had enough. */
#define COUNTER                                                                                    \
	"trap 'echo told >> $1/told' TERM; echo $$ > $1/counter;"                                  \
	"while [ ! -e $1/enough ]; do sleep 0.01; done; exit 5"

static void claim_told_once(void)
{
	struct running running;
	sigset_t term;

	/* A leader gets a copy of its own. */
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	unlink(scratch_path("counter"));
	unlink(scratch_path("enough"));
	unlink(scratch_path("told"));
	programs_start(&running, COUNTER);
	programs_await("counter", 1);
	children_terminate();
	programs_await("told", 1);
	scratch_write("enough", OCTETS(""));
	children_end(LONG);
	ck_assert_int_eq(programs_finish(&running), CHILD_EXITED);
	ck_assert_int_eq(running.outcome.status, 5);
	ck_assert_str_eq(programs_wrote("told"), "told\n");
}

START_TEST(who_had_its_sigterm_gets_no_second)
{
	programs_in_process(true, claim_told_once);
	programs_in_process(false, claim_told_once);
}
END_TEST

START_TEST(at_the_end_nothing_is_started_any_more)
{
	struct outcome outcome;

	children_end(0);
	outcome = programs_run("exit 0");
	ck_assert_int_eq(outcome.end, CHILD_BUSY);
	ck_assert_str_eq(outcome.error.text, "cannot start a program: the server stops");
}
END_TEST

/* `sleep 100 & exec postern`: the sleep is our child, and not ours to end. */
START_TEST(children_that_we_did_not_start_are_left_alone)
{
	pid_t inherited = fork();

	if (inherited == 0) {
		alarm(LONG / 1000);
		pause();
	}
	children_init();
	programs_run("sleep 100 & echo $! > $1/left; exit 0");
	children_end(0);
	programs_await_end("left");
	ck_assert(programs_lives(inherited));
	kill(inherited, SIGKILL);
}
END_TEST

/* A library that starts a program by itself, and is slow to ask how it ended. */
static void *start_and_wait(void *reaped)
{
	siginfo_t info;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(7);
	/* It has ended, and stays to be waited for. */
	ck_assert_int_eq(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
	pthread_barrier_wait(reaped);
	pthread_barrier_wait(reaped);
	return waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7 ? reaped : NULL;
}

START_TEST(who_starts_a_program_in_a_thread_waits_for_it_there)
{
	pthread_barrier_t reaped;
	pthread_t thread;
	void *waited;

	pthread_barrier_init(&reaped, NULL, 2);
	ck_assert_int_eq(pthread_create(&thread, NULL, start_and_wait, &reaped), 0);
	pthread_barrier_wait(&reaped);
	children_reap();
	pthread_barrier_wait(&reaped);
	pthread_join(thread, &waited);
	ck_assert_ptr_nonnull(waited);
}
END_TEST

START_TEST(without_children_the_end_takes_no_time)
{
	uint64_t before = clock_monotonic_ms();

	children_end(LONG);
	ck_assert_uint_lt(clock_monotonic_ms() - before, LONG / 2);
}
END_TEST

Suite *children_suite(void)
{
	Suite *suite = suite_create("children");
	TCase *tcase = tcase_create("children");

	tcase_add_checked_fixture(tcase, programs_setup, scratch_teardown);
	tcase_add_test(tcase, t59_a_program_dies_with_us);
	tcase_add_test(tcase, t115_sigterm_ends_programs);
	tcase_add_test(tcase, t116_who_ignores_sigterm_is_killed_after_the_grace);
	tcase_add_test(tcase, t117_who_escapes_to_another_session_is_killed_as_well);
	tcase_add_test(tcase, who_had_its_sigterm_gets_no_second);
	tcase_add_test(tcase, at_the_end_nothing_is_started_any_more);
	tcase_add_test(tcase, children_that_we_did_not_start_are_left_alone);
	tcase_add_test(tcase, who_starts_a_program_in_a_thread_waits_for_it_there);
	tcase_add_test(tcase, without_children_the_end_takes_no_time);
	suite_add_tcase(suite, tcase);
	return suite;
}
