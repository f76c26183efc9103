/* The commands: they find the server by its lock, and signal nobody else. */
#include "daemon/control.h"

#include "as_root.h"
#include "daemon/pid_file.h"
#include "fake_server.h"
#include "scratch.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define STRANGER 61001 /* somebody who is not root; needs no entry */

Suite *control_suite(void);

/* One command, given in a process of its own. */
struct command {
	int (*give)(const struct control *control, struct error *error);
	uid_t uid;
	struct control control;
	struct forked process; /* what it said, and its status */
};

static void command_act(const void *argument)
{
	const struct command *command = argument;
	struct error error = {.text = "not set"};
	int status;

	if (command->uid != 0 && setresuid(command->uid, command->uid, command->uid) < 0)
		_exit(1);
	status = command->give(&command->control, &error);
	if (status != EX_OK && error.text[0] != '\0')
		dprintf(STDOUT_FILENO, "error: %s\n", error.text);
	_exit(status);
}

static void command_give(struct command *command,
			 int (*give)(const struct control *control, struct error *error))
{
	command->give = give;
	if (!command->control.pid_file || command->control.pid_file[0] != '\0')
		command->control.pid_file = scratch_path("s.pid");
	forked_run(&command->process, command_act, command);
}

/* True when the process, one of ours, has ended. */
static bool has_ended(pid_t pid)
{
	siginfo_t info = {.si_pid = 0};

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == pid;
}

START_TEST(t141_where_nobody_runs)
{
	static const struct {
		const char *label;
		const char *text; /* of the pid file; NULL: none */
		int status;
		const char *status_says;
	} rows[] = {
		{"no pid file", NULL, 3, "not running\n"},
		{"emptied", "", 3, "not running\n"},
		{"dead", "12345\n", 1, "dead, its pid file names PID 12345\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct command command = {.uid = 0};

		if (rows[i].text)
			scratch_write("s.pid", octets_from(rows[i].text));
		command_give(&command, control_status);
		ck_assert_msg(command.process.status == rows[i].status, "%s", rows[i].label);
		ck_assert_str_eq(command.process.text, rows[i].status_says);
		command_give(&command, control_reload);
		ck_assert_msg(command.process.status == 7, "%s", rows[i].label);
		ck_assert_str_eq(command.process.text, "not running\n");
		command_give(&command, control_rotate);
		ck_assert_msg(command.process.status == 7, "%s", rows[i].label);
		command_give(&command, control_stop);
		ck_assert_msg(command.process.status == EX_OK, "%s", rows[i].label);
		ck_assert_str_eq(command.process.text, "not running\n");
		ck_assert_msg(!scratch_exists("s.pid"), "%s", rows[i].label);
	}
}
END_TEST

START_TEST(t141_a_server_that_runs)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct command command = {.uid = 0};
	char expected[64];

	fake_server_start(&server);
	command_give(&command, control_status);
	ck_assert_int_eq(command.process.status, EX_OK);
	snprintf(expected, sizeof(expected), "running, PID %d, since 20", server.process.pid);
	ck_assert_ptr_eq(strstr(command.process.text, expected), command.process.text);
	fake_server_finish(&server, SIGTERM);
}
END_TEST

START_TEST(t141_who_may_not_see_does_not_know)
{
	struct command command = {.uid = STRANGER};

	ck_assert_int_eq(chmod(scratch_directory(), 0700), 0);
	command_give(&command, control_status);
	ck_assert_int_eq(command.process.status, 4);
	ck_assert_ptr_nonnull(strstr(command.process.text, "s.pid: Permission denied\n"));
}
END_TEST

START_TEST(reload_and_rotate_send_their_signals)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct command command = {.uid = 0};
	char expected[64];

	fake_server_start(&server);
	command_give(&command, control_reload);
	ck_assert_int_eq(command.process.status, EX_OK);
	snprintf(expected, sizeof(expected), "sent SIGHUP to PID %d\n", server.process.pid);
	ck_assert_str_eq(command.process.text, expected);
	command_give(&command, control_rotate);
	ck_assert_int_eq(command.process.status, EX_OK);
	snprintf(expected, sizeof(expected), "sent SIGUSR1 to PID %d\n", server.process.pid);
	ck_assert_str_eq(command.process.text, expected);
	fake_server_finish(&server, SIGTERM);
	ck_assert_str_eq(server.process.text, "SIGHUP\nSIGUSR1\nSIGTERM\n");
}
END_TEST

START_TEST(t144_when_stop_returns_the_server_is_gone_and_its_locks_are_free)
{
	struct command command = {.control.stop_timeout = 5};
	char expected[64];

	for (int i = 0; i < 30; i++) {
		struct fake_server server = {.pid_file = scratch_path("s.pid")};
		struct pid_file *pid_file;
		struct error error;

		fake_server_start(&server);
		command_give(&command, control_stop);
		ck_assert(has_ended(server.process.pid));
		ck_assert(!scratch_exists("s.pid"));
		ck_assert_int_eq(command.process.status, EX_OK);
		snprintf(expected, sizeof(expected), "stopped, PID %d\n", server.process.pid);
		ck_assert_str_eq(command.process.text, expected);
		fake_server_finish(&server, 0);
		ck_assert_str_eq(server.process.text, "SIGTERM\n");
		ck_assert_int_eq(
			pid_file_check(scratch_path("s.pid"), NULL, NULL, &pid_file, &error),
			EX_OK);
		pid_file_remove(pid_file);
	}
}
END_TEST

START_TEST(t81_a_server_that_is_stopped_by_a_signal_ends_as_well)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct command command = {.control.stop_timeout = 5};

	fake_server_start(&server);
	kill(server.process.pid, SIGSTOP);
	waitid(P_PID, (id_t)server.process.pid, NULL, WSTOPPED | WNOWAIT);
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_OK);
	ck_assert(has_ended(server.process.pid));
	fake_server_finish(&server, 0);
	ck_assert_int_eq(server.process.status, 0);
}
END_TEST

START_TEST(t57_what_no_server_wrote_signals_nobody)
{
	static const char *const texts[] = {"-1\n", "0\n", "1\n", "-2\n", "abc\n"};
	struct command command = {.control.stop_timeout = 1};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		scratch_write("s.pid", octets_from(texts[i]));
		command_give(&command, control_stop);
		ck_assert_msg(command.process.status == EX_DATAERR, "%s", texts[i]);
		command_give(&command, control_reload);
		ck_assert_msg(command.process.status == EX_DATAERR, "%s", texts[i]);
		ck_assert(scratch_exists("s.pid"));
	}
}
END_TEST

/* Somebody who has nothing to do with it, and must live on. */
static pid_t bystander_start(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		signal(SIGTERM, SIG_DFL);
		execl("/bin/sleep", "sleep", "20", (char *)NULL);
		_exit(127);
	}
	return pid;
}

static void bystander_finish(pid_t pid)
{
	ck_assert_msg(!has_ended(pid), "the bystander was ended");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

START_TEST(t67_a_number_that_was_put_into_the_file_is_not_believed)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct command command = {.control.stop_timeout = 5};
	pid_t bystander = bystander_start();
	char text[64];

	fake_server_start(&server);
	snprintf(text, sizeof(text), "%d\n", bystander);
	scratch_write("s.pid", octets_from(text));
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_OK);
	snprintf(text, sizeof(text), "held by PID %d, whatever stands in it\n", server.process.pid);
	ck_assert_ptr_nonnull(strstr(command.process.text, text));
	ck_assert(has_ended(server.process.pid));
	fake_server_finish(&server, 0);
	bystander_finish(bystander);
}
END_TEST

START_TEST(t67_a_file_that_was_put_over_it_is_not_believed)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct command command = {.control.stop_timeout = 5};
	pid_t bystander = bystander_start();
	char text[64];

	fake_server_start(&server);
	snprintf(text, sizeof(text), "%d\n", bystander);
	scratch_replace("s.pid", octets_from(text));
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_OK);
	ck_assert_str_eq(command.process.text, "not running\n");
	fake_server_finish(&server, SIGTERM);
	bystander_finish(bystander);
}
END_TEST

START_TEST(t143_stop_by_somebody_who_may_not_is_refused)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid")};
	struct command command = {.uid = STRANGER};
	char expected[64];

	ck_assert_int_eq(chmod(scratch_directory(), 0755), 0);
	fake_server_start(&server);
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_NOPERM);
	snprintf(expected, sizeof(expected),
		 "error: PID %d: cannot send SIGTERM: Operation not permitted\n",
		 server.process.pid);
	ck_assert_str_eq(command.process.text, expected);
	ck_assert(!has_ended(server.process.pid));
	fake_server_finish(&server, SIGTERM);
	ck_assert_str_eq(server.process.text, "SIGTERM\n");
}
END_TEST

START_TEST(t145_a_server_that_does_not_end_is_killed_with_its_group)
{
	struct fake_server server = {
		.pid_file = scratch_path("s.pid"), .ignores_term = true, .leads_group = true};
	struct command command = {.uid = 0};

	fake_server_start(&server);
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_OK);
	ck_assert_ptr_nonnull(strstr(command.process.text, "killed, PID "));
	ck_assert(!scratch_exists("s.pid"));
	server.child = 0;
	/* It waits for the end of the child, too. */
	fake_server_finish(&server, 0);
	ck_assert_int_eq(server.process.status, 128 + SIGKILL);
}
END_TEST

START_TEST(t145_the_group_of_whoever_started_it_is_not_killed)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid"), .ignores_term = true};
	struct command command = {.uid = 0};
	pid_t bystander = bystander_start(); /* in our group, as the server is */

	fake_server_start(&server);
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_OK);
	ck_assert_ptr_nonnull(strstr(command.process.text, "killed, PID "));
	fake_server_finish(&server, 0);
	bystander_finish(bystander);
}
END_TEST

START_TEST(stop_during_a_start_says_so)
{
	struct fake_server server = {.pid_file = scratch_path("s.pid"), .only_checks = true};
	struct command command = {.uid = 0};

	fake_server_start(&server);
	command_give(&command, control_stop);
	ck_assert_int_eq(command.process.status, EX_TEMPFAIL);
	ck_assert_ptr_nonnull(strstr(command.process.text, "locked by a server that is starting"));
	fake_server_finish(&server, SIGTERM);
	ck_assert_str_eq(server.process.text, "SIGTERM\n");
}
END_TEST

Suite *control_suite(void)
{
	Suite *suite = suite_create("control");
	TCase *tests = tcase_create("control");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, t57_what_no_server_wrote_signals_nobody);
	tcase_add_test(tests, t67_a_number_that_was_put_into_the_file_is_not_believed);
	tcase_add_test(tests, t67_a_file_that_was_put_over_it_is_not_believed);
	tcase_add_test(tests, t81_a_server_that_is_stopped_by_a_signal_ends_as_well);
	tcase_add_test(tests, t141_where_nobody_runs);
	tcase_add_test(tests, t141_a_server_that_runs);
	tcase_add_root_test(tests, t141_who_may_not_see_does_not_know);
	tcase_add_root_test(tests, t143_stop_by_somebody_who_may_not_is_refused);
	tcase_add_test(tests, t144_when_stop_returns_the_server_is_gone_and_its_locks_are_free);
	tcase_add_test(tests, t145_a_server_that_does_not_end_is_killed_with_its_group);
	tcase_add_test(tests, t145_the_group_of_whoever_started_it_is_not_killed);
	tcase_add_test(tests, reload_and_rotate_send_their_signals);
	tcase_add_test(tests, stop_during_a_start_says_so);
	suite_add_tcase(suite, tests);
	return suite;
}
