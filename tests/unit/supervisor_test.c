/* What is said to a supervisor, and how often it wants to hear from us. */
#include "daemon/supervisor.h"

#include "base/clock.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

Suite *supervisor_suite(void);

static int listener; /* what plays the supervisor */

static void setup(void)
{
	scratch_setup();
	clearenv();
}

/* Listens at "/path" or "@name", and says so in the environment. */
static void listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const struct timeval patience = {.tv_sec = 5};
	size_t length = strlen(path);

	memcpy(address.sun_path, path, length);
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(listener, 0);
	setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	ck_assert_int_eq(bind(listener, (const struct sockaddr *)&address,
			      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)),
			 0);
	setenv("NOTIFY_SOCKET", path, 1);
}

static const char *heard(void)
{
	static char message[4096];
	ssize_t length = recv(listener, message, sizeof(message) - 1, 0);

	ck_assert_int_ge(length, 0);
	message[length] = '\0';
	return message;
}

static struct supervisor opened(int notify_descriptor)
{
	struct supervisor supervisor;
	struct error error;

	ck_assert_int_eq(supervisor_open(notify_descriptor, &supervisor, &error), EX_OK);
	return supervisor;
}

START_TEST(without_a_supervisor_nothing_happens)
{
	struct supervisor supervisor = opened(-1);

	ck_assert(!supervisor_is_there(&supervisor));
	ck_assert_uint_eq(supervisor.watchdog, 0);
	ck_assert_uint_eq(supervisor.sockets, 0);
	supervisor_ready(&supervisor, "serving");
	supervisor_alive(&supervisor);
	supervisor_stopping(&supervisor, 10);
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(t129_each_message_arrives)
{
	const char *const paths[] = {scratch_path("notify"), "@postern-supervisor-test"};
	char path[128];

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct supervisor supervisor;

		snprintf(path, sizeof(path), "%s-%d", paths[i], getpid());
		listen_at(path);
		supervisor = opened(-1);
		ck_assert(supervisor_is_there(&supervisor));
		supervisor_ready(&supervisor, "serving");
		ck_assert_str_eq(heard(), "READY=1\nSTATUS=serving");
		supervisor_alive(&supervisor);
		ck_assert_str_eq(heard(), "WATCHDOG=1");
		supervisor_stopping(&supervisor, 3600);
		ck_assert_str_eq(heard(), "STOPPING=1\nEXTEND_TIMEOUT_USEC=3600000000");
		supervisor_close(&supervisor);
		close(listener);
	}
}
END_TEST

START_TEST(a_reload_is_told_with_its_time)
{
	struct supervisor supervisor;
	unsigned long long time;

	listen_at(scratch_path("notify"));
	supervisor = opened(-1);
	supervisor_reloading(&supervisor);
	ck_assert_int_eq(sscanf(heard(), "RELOADING=1\nMONOTONIC_USEC=%llu", &time), 1);
	ck_assert_uint_le(time / 1000, clock_monotonic_ms());
	ck_assert_uint_ge(time / 1000 + 10000, clock_monotonic_ms());
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(a_status_is_one_line)
{
	struct supervisor supervisor;

	listen_at(scratch_path("notify"));
	supervisor = opened(-1);
	supervisor_ready(&supervisor, "fine\nMAINPID=1");
	ck_assert_str_eq(heard(), "READY=1\nSTATUS=fine");
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(t113_the_path_is_not_needed_any_more_once_it_is_open)
{
	struct supervisor supervisor;

	listen_at(scratch_path("notify"));
	supervisor = opened(-1);
	ck_assert_int_eq(unlink(scratch_path("notify")), 0);
	supervisor_ready(&supervisor, "serving");
	ck_assert_str_eq(heard(), "READY=1\nSTATUS=serving");
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(t132_a_supervisor_that_does_not_listen_is_no_reason_not_to_serve)
{
	static const char *const paths[] = {"/nx/notify", "@postern-nobody", "notify", "",
					    "vsock:1:2"};
	char longest[200];

	for (size_t i = 0; i <= sizeof(paths) / sizeof(paths[0]); i++) {
		struct supervisor supervisor;

		memset(longest, 'x', sizeof(longest) - 1);
		longest[0] = '/';
		longest[sizeof(longest) - 1] = '\0';
		setenv("NOTIFY_SOCKET", i < sizeof(paths) / sizeof(paths[0]) ? paths[i] : longest,
		       1);
		supervisor = opened(-1);
		ck_assert_msg(supervisor.notify_socket == -1, "row %zu", i);
		ck_assert_msg(supervisor_is_there(&supervisor), "row %zu", i);
		supervisor_ready(&supervisor, "serving");
		supervisor_close(&supervisor);
	}
}
END_TEST

START_TEST(a_supervisor_that_has_gone_harms_nobody)
{
	struct supervisor supervisor;

	listen_at(scratch_path("notify"));
	supervisor = opened(-1);
	close(listener);
	supervisor_ready(&supervisor, "serving");
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(t131_the_watchdog_gets_two_signs_in_its_time)
{
	char self[16];
	const struct {
		const char *label, *time, *pid;
		uint64_t expected;
	} rows[] = {
		{"everybody", "2000000", NULL, 1000},
		{"us", "30000000", self, 15000},
		{"another process", "2000000", "1", 0},
		{"no number of a process", "2000000", "x", 0},
		{"very short", "1", NULL, 1},
		{"never", "0", NULL, 0},
		{"empty", "", NULL, 0},
		{"negative", "-1", NULL, 0},
		{"no number", "2s", NULL, 0},
		{"too large a number", "99999999999999999999", NULL, 0},
	};

	snprintf(self, sizeof(self), "%d", getpid());
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct supervisor supervisor;

		setenv("WATCHDOG_USEC", rows[i].time, 1);
		if (rows[i].pid)
			setenv("WATCHDOG_PID", rows[i].pid, 1);
		supervisor = opened(-1);
		ck_assert_msg(supervisor.watchdog == rows[i].expected, "%s: %llu", rows[i].label,
			      (unsigned long long)supervisor.watchdog);
		supervisor_close(&supervisor);
	}
}
END_TEST

START_TEST(s6_gets_a_newline_and_then_the_end)
{
	struct supervisor supervisor;
	char text[8];
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	supervisor = opened(ends[1]);
	ck_assert(supervisor_is_there(&supervisor));
	ck_assert_int_eq(fcntl(ends[1], F_GETFD), FD_CLOEXEC);
	supervisor_ready(&supervisor, "serving");
	supervisor_ready(&supervisor, "reloaded");
	ck_assert_int_eq(read(ends[0], text, sizeof(text)), 1);
	ck_assert_int_eq(text[0], '\n');
	ck_assert_int_eq(read(ends[0], text, sizeof(text)), 0);
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(a_descriptor_of_s6_that_is_not_open_is_no_reason_not_to_serve)
{
	struct supervisor supervisor = opened(900);

	ck_assert(supervisor_is_there(&supervisor));
	ck_assert_int_eq(supervisor.notify_descriptor, -1);
	supervisor_ready(&supervisor, "serving");
	supervisor_close(&supervisor);
}
END_TEST

START_TEST(children_do_not_see_what_a_supervisor_says)
{
	struct supervisor supervisor;

	listen_at(scratch_path("notify"));
	setenv("WATCHDOG_USEC", "1000000", 1);
	setenv("WATCHDOG_PID", "1", 1);
	setenv("LANG", "C", 1);
	supervisor = opened(-1);
	ck_assert_ptr_null(getenv("NOTIFY_SOCKET"));
	ck_assert_ptr_null(getenv("WATCHDOG_USEC"));
	ck_assert_ptr_null(getenv("WATCHDOG_PID"));
	ck_assert_str_eq(getenv("LANG"), "C");
	ck_assert_int_eq(fcntl(supervisor.notify_socket, F_GETFD), FD_CLOEXEC);
	supervisor_close(&supervisor);
}
END_TEST

Suite *supervisor_suite(void)
{
	Suite *suite = suite_create("supervisor");
	TCase *tcase = tcase_create("supervisor");

	tcase_add_checked_fixture(tcase, setup, scratch_teardown);
	tcase_add_test(tcase, without_a_supervisor_nothing_happens);
	tcase_add_test(tcase, t129_each_message_arrives);
	tcase_add_test(tcase, a_reload_is_told_with_its_time);
	tcase_add_test(tcase, a_status_is_one_line);
	tcase_add_test(tcase, t113_the_path_is_not_needed_any_more_once_it_is_open);
	tcase_add_test(tcase, t132_a_supervisor_that_does_not_listen_is_no_reason_not_to_serve);
	tcase_add_test(tcase, a_supervisor_that_has_gone_harms_nobody);
	tcase_add_test(tcase, t131_the_watchdog_gets_two_signs_in_its_time);
	tcase_add_test(tcase, s6_gets_a_newline_and_then_the_end);
	tcase_add_test(tcase, a_descriptor_of_s6_that_is_not_open_is_no_reason_not_to_serve);
	tcase_add_test(tcase, children_do_not_see_what_a_supervisor_says);
	suite_add_tcase(suite, tcase);
	return suite;
}
