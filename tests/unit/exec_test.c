/* The checker that asks a program: what the program is told, and what its answer means. */
#include "clock.h"
#include "cred/checker.h"
#include "fake_plugins.h"
#include "programs.h"
#include "scratch.h"

#include "postern/plugin.h"

#include <check.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *exec_suite(void);

#define PATIENT ":timeout=20" /* a machine may be slow to start a program */

/* Makes a program of a shell's commands; it says to the file "started" that it was started. */
static void make_program(const char *name, const char *commands)
{
	char text[1024];

	snprintf(text, sizeof(text), "#!/bin/sh\necho started >> %s/started\n%s\n",
		 scratch_directory(), commands);
	scratch_write(name, octets_from(text));
	ck_assert_int_eq(chmod(scratch_path(name), 0755), 0);
}

/* "exec:" the program and `more`. NULL with the error set. */
static struct checker *create(const char *name, const char *more, struct error *error)
{
	char string[512];

	snprintf(string, sizeof(string), "exec:%s%s", scratch_path(name), more);
	return checker_create(string, (struct origin){.directory = scratch_directory()},
			      checker_types, error);
}

static struct checker *checker_of(const char *commands, const char *more)
{
	struct checker *checker;
	struct error error;

	make_program("program", commands);
	checker = create("program", more, &error);
	ck_assert_msg(checker != NULL, "%s", error.text);
	return checker;
}

/* What came of one login. */
struct login {
	struct avatar_id avatar_id;
	struct error error;
};

static enum verdict ask_octets(struct checker *checker, const struct caller *caller,
			       struct octets username, struct octets password, struct login *login)
{
	struct username_password credentials = username_password(username, password);

	*login = (struct login){.avatar_id = {.kind = AVATAR_ID_NOBODY}};
	return checker->type->request_avatar_id(checker, &credentials.base, caller,
						&login->avatar_id, &login->error);
}

static enum verdict ask(struct checker *checker, const struct caller *caller, struct login *login)
{
	return ask_octets(checker, caller, OCTETS("alice"), OCTETS("secret"), login);
}

static enum verdict verdict_of(struct checker *checker)
{
	struct login login;

	return ask(checker, &fake_patient, &login);
}

static size_t times_started(void)
{
	return strlen(programs_wrote("started")) / strlen("started\n");
}

START_TEST(the_exit_status_is_the_verdict)
{
	static const struct {
		const char *commands;
		const char *more;
		enum verdict verdict;
		const char *reason; /* how the error ends */
	} rows[] = {
		{"exit 0", PATIENT, VERDICT_GRANTED, ""},
		{"exit 1", PATIENT, VERDICT_REFUSED, "/program' exited with 1"},
		{"exit 2", PATIENT, VERDICT_UNAVAILABLE, "/program' exited with 2"},
		{"exit 111", PATIENT, VERDICT_UNAVAILABLE, "/program' exited with 111"},
		{"exit 255", PATIENT, VERDICT_UNAVAILABLE, "/program' exited with 255"},
		{"kill -KILL $$", PATIENT, VERDICT_UNAVAILABLE, "/program' was ended by signal 9"},
		{"exec sleep 100", ":timeout=1", VERDICT_UNAVAILABLE,
		 "/program' took longer than 1000 ms"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct checker *checker = checker_of(rows[i].commands, rows[i].more);
		struct login login;

		ck_assert_msg(ask(checker, &fake_patient, &login) == rows[i].verdict, "%s",
			      rows[i].commands);
		if (rows[i].verdict == VERDICT_GRANTED) {
			ck_assert(octets_equal(avatar_id_name(&login.avatar_id), OCTETS("alice")));
			/* What is said of who is let in would be a warning in the log. */
			ck_assert_str_eq(login.error.text, "");
		} else {
			ck_assert_msg(strstr(login.error.text, rows[i].reason) != NULL, "%s",
				      login.error.text);
		}
		checker_destroy(checker);
	}
}
END_TEST

START_TEST(the_program_reads_user_password_and_an_empty_timestamp)
{
	char command[256];
	struct checker *checker;
	struct login login;

	snprintf(command, sizeof(command), "od -An -c <&3 | tr -d ' \n' > %s/read",
		 scratch_directory());
	checker = checker_of(command, "");
	ask_octets(checker, &fake_patient, OCTETS("alice"), OCTETS("a:b c"), &login);
	ck_assert_str_eq(programs_wrote("read"), "alice\\0a:bc\\0\\0");
	ask_octets(checker, &fake_patient, OCTETS("alice"), OCTETS(""), &login);
	ck_assert_str_eq(programs_wrote("read"), "alice\\0\\0\\0");
	checker_destroy(checker);
}
END_TEST

START_TEST(the_program_gets_its_arguments)
{
	struct checker *checker = checker_of("[ $# = 3 ] && [ \"$1$2$3\" = 'a b/c:dkey=value' ]",
					     ":a b:/c\\:d:key=value:timeout=20");

	ck_assert_int_eq(verdict_of(checker), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_program_as_those_of_checkpassword_starts_the_next_one)
{
	/* Grants by running what its arguments say. */
	struct checker *checker = checker_of("exec \"$@\"", ":/bin/true");

	ck_assert_int_eq(verdict_of(checker), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_loop_is_not_held_up)
{
	struct checker *checker = checker_of("exit 0", "");
	struct login login;

	ck_assert_int_eq(ask(checker, &fake_hasty, &login), VERDICT_LATER);
	ck_assert_uint_eq(times_started(), 0);
	checker_destroy(checker);
}
END_TEST

START_TEST(what_the_interface_cannot_say_is_refused_unasked)
{
	static char most[509], more[510];
	const struct {
		const char *label;
		struct octets username, password;
		enum verdict verdict;
		size_t started;
	} rows[] = {
		{"NUL in the name", OCTETS("alice\0secret"), OCTETS("x"), VERDICT_REFUSED, 0},
		{"NUL in the password", OCTETS("alice"), OCTETS("x\0y"), VERDICT_REFUSED, 0},
		{"a NUL at the end", OCTETS("alice"), OCTETS("secret\0"), VERDICT_REFUSED, 0},
		{"513 bytes", OCTETS("a"), {more, 509}, VERDICT_REFUSED, 0},
		{"512 bytes", OCTETS("a"), {most, 508}, VERDICT_GRANTED, 1},
	};
	struct checker *checker = checker_of("exit 0", "");

	memset(most, 'x', sizeof(most));
	memset(more, 'x', sizeof(more));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct login login;

		ck_assert_msg(ask_octets(checker, &fake_patient, rows[i].username, rows[i].password,
					 &login) == rows[i].verdict,
			      "%s", rows[i].label);
		ck_assert_msg(times_started() == rows[i].started, "%s", rows[i].label);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(create_refuses_what_could_never_be_run)
{
	static const struct {
		const char *string, *error;
	} rows[] = {
		{"exec", "expected the absolute path of a program, not ''"},
		{"exec:", "expected the absolute path of a program, not ''"},
		{"exec:bin/program", "expected the absolute path of a program, not 'bin/program'"},
		{"exec:/nx", "cannot run '/nx': No such file or directory"},
		{"exec:/etc", "cannot run '/etc': not a regular file"},
		{"exec:/etc/passwd", "cannot run '/etc/passwd': Permission denied"},
		{"exec:/bin/true:timeout=0", "timeout: '0' is not a number from 1 to 60"},
		{"exec:/bin/true:timeout=61", "timeout: '61' is not a number from 1 to 60"},
		{"exec:/bin/true:timeout=", "timeout: '' is not a number from 1 to 60"},
		{"exec:/bin/true:timeout=-1", "timeout: '-1' is not a number from 1 to 60"},
		{"exec:/bin/true:timeout=5s", "timeout: '5s' is not a number from 1 to 60"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;
		struct checker *checker = checker_create(
			rows[i].string, (struct origin){.directory = "/"}, checker_types, &error);

		ck_assert_msg(checker == NULL, "%s", rows[i].string);
		ck_assert_msg(strstr(error.text, rows[i].error) != NULL, "%s: %s", rows[i].string,
			      error.text);
	}
}
END_TEST

START_TEST(digest_is_not_for_programs)
{
	struct checker *checker = checker_of("exit 0", "");

	ck_assert_uint_eq(checker->interfaces, IUSERNAME_PASSWORD);
	checker_destroy(checker);
}
END_TEST

START_TEST(t121_a_program_that_crashes_is_left_alone_for_a_while)
{
	struct checker *checker = checker_of("kill -SEGV $$", "");
	struct login login;

	clock_hold(CLOCK_MONOTONIC);
	ck_assert_int_eq(ask(checker, &fake_patient, &login), VERDICT_UNAVAILABLE);
	ck_assert_int_eq(ask(checker, &fake_patient, &login), VERDICT_UNAVAILABLE);
	ck_assert_msg(strstr(login.error.text, "/program' has crashed, and is left alone") != NULL,
		      "%s", login.error.text);
	ck_assert_msg(ask(checker, &fake_hasty, &login) == VERDICT_UNAVAILABLE, "at once");
	ck_assert_uint_eq(times_started(), 1);
	checker_destroy(checker);
}
END_TEST

START_TEST(what_is_no_crash_is_asked_again_at_once)
{
	static const struct {
		const char *commands;
		const char *more;
	} rows[] = {
		{"exit 0", PATIENT},
		{"exit 1", PATIENT},
		{"exit 111", PATIENT},
		{"exec sleep 100", ":timeout=1"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct checker *checker = checker_of(rows[i].commands, rows[i].more);

		unlink(scratch_path("started"));
		verdict_of(checker);
		make_program("program", "exit 0");
		ck_assert_msg(verdict_of(checker) == VERDICT_GRANTED, "%s", rows[i].commands);
		ck_assert_msg(times_started() == 2, "%s", rows[i].commands);
		checker_destroy(checker);
	}
}
END_TEST

START_TEST(a_program_that_cannot_be_started_is_left_alone_as_well)
{
	struct checker *checker = checker_of("exit 0", "");

	clock_hold(CLOCK_MONOTONIC);
	unlink(scratch_path("program"));
	ck_assert_int_eq(verdict_of(checker), VERDICT_UNAVAILABLE);
	make_program("program", "exit 0");
	ck_assert_int_eq(verdict_of(checker), VERDICT_UNAVAILABLE);
	clock_advance(CLOCK_MONOTONIC, 1);
	ck_assert_int_eq(verdict_of(checker), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(the_pause_grows_to_ten_seconds_and_ends_by_itself)
{
	struct checker *checker = checker_of("exit 3", "");

	clock_hold(CLOCK_MONOTONIC);
	/* 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10 */
	for (size_t crash = 1; crash <= 9; crash++) {
		ck_assert_int_eq(verdict_of(checker), VERDICT_UNAVAILABLE);
		ck_assert_uint_eq(times_started(), crash);
		if (crash < 9)
			clock_advance(CLOCK_MONOTONIC, 11);
	}
	make_program("program", "exit 0");
	clock_advance(CLOCK_MONOTONIC, 9);
	ck_assert_msg(verdict_of(checker) == VERDICT_UNAVAILABLE, "after 9 s");
	clock_advance(CLOCK_MONOTONIC, 2);
	ck_assert_msg(verdict_of(checker) == VERDICT_GRANTED, "after 11 s");

	make_program("program", "exit 3");
	ck_assert_int_eq(verdict_of(checker), VERDICT_UNAVAILABLE);
	make_program("program", "exit 0");
	clock_advance(CLOCK_MONOTONIC, 1);
	ck_assert_msg(verdict_of(checker) == VERDICT_GRANTED, "the pause is short again");
	checker_destroy(checker);
}
END_TEST

Suite *exec_suite(void)
{
	Suite *suite = suite_create("exec");
	TCase *tcase = tcase_create("exec");

	tcase_add_checked_fixture(tcase, programs_setup, scratch_teardown);
	tcase_add_test(tcase, the_exit_status_is_the_verdict);
	tcase_add_test(tcase, the_program_reads_user_password_and_an_empty_timestamp);
	tcase_add_test(tcase, the_program_gets_its_arguments);
	tcase_add_test(tcase, a_program_as_those_of_checkpassword_starts_the_next_one);
	tcase_add_test(tcase, a_loop_is_not_held_up);
	tcase_add_test(tcase, what_the_interface_cannot_say_is_refused_unasked);
	tcase_add_test(tcase, create_refuses_what_could_never_be_run);
	tcase_add_test(tcase, digest_is_not_for_programs);
	tcase_add_test(tcase, t121_a_program_that_crashes_is_left_alone_for_a_while);
	tcase_add_test(tcase, what_is_no_crash_is_asked_again_at_once);
	tcase_add_test(tcase, a_program_that_cannot_be_started_is_left_alone_as_well);
	tcase_add_test(tcase, the_pause_grows_to_ten_seconds_and_ends_by_itself);
	suite_add_tcase(suite, tcase);
	return suite;
}
