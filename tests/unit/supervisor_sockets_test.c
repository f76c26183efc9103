/* The sockets that a supervisor passes: taken if they are ours, and only if they listen. */
#include "daemon/supervisor.h"
#include "forked.h"

#include <check.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

Suite *supervisor_sockets_suite(void);

/* What becomes descriptor 3 and so on; each makes one. */
static int nothing(void)
{
	return -1;
}

static int file(void)
{
	return open("/dev/null", O_RDONLY);
}

static int tcp(void)
{
	int made = socket(AF_INET, SOCK_STREAM, 0);

	listen(made, 1);
	return made;
}

static int idle_tcp(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int udp(void)
{
	return socket(AF_INET, SOCK_DGRAM, 0);
}

#define PASSED_MAX 2

/* What systemd passes, and what is to be made of it. */
struct passed {
	const char *label;
	int (*make[PASSED_MAX])(void);
	const char *count, *pid, *names; /* pid "self": it is meant for us */
	const char *expected;
};

static void make_descriptors(const struct passed *passed)
{
	for (int i = 0; i < PASSED_MAX; i++)
		close(3 + i);
	for (int i = 0; i < PASSED_MAX && passed->make[i]; i++) {
		int made = passed->make[i]();

		if (made < 0 || made == 3 + i)
			continue;
		dup2(made, 3 + i);
		close(made);
	}
}

static void make_environment(const struct passed *passed)
{
	char self[16];

	snprintf(self, sizeof(self), "%d", getpid());
	if (passed->count)
		setenv("LISTEN_FDS", passed->count, 1);
	if (passed->pid)
		setenv("LISTEN_PID", strcmp(passed->pid, "self") == 0 ? self : passed->pid, 1);
	if (passed->names)
		setenv("LISTEN_FDNAMES", passed->names, 1);
}

static void look(const void *argument)
{
	struct supervisor supervisor;
	struct error error;
	int status;

	clearenv();
	make_descriptors(argument);
	make_environment(argument);
	status = supervisor_open(-1, &supervisor, &error);
	printf("result: ");
	if (status != EX_OK)
		printf("%d %s", status, error.text);
	else
		printf("%u%s", supervisor.sockets,
		       supervisor_is_there(&supervisor) ? " there" : "");
	for (unsigned int i = 0; status == EX_OK && i < supervisor.sockets; i++)
		if (fcntl(3 + (int)i, F_GETFD) != FD_CLOEXEC)
			printf(" %u is inherited", i);
	if (getenv("LISTEN_FDS") || getenv("LISTEN_PID") || getenv("LISTEN_FDNAMES"))
		printf(" children will know");
	printf("\n");
	supervisor_close(&supervisor);
}

START_TEST(t133_t135_sockets_are_taken_if_they_listen_and_are_meant_for_us)
{
	static const struct passed rows[] = {
		{"one", {tcp}, "1", "self", NULL, "1 there"},
		{"two with names", {tcp, tcp}, "2", "self", "http:", "2 there"},
		{"none", {tcp}, "0", "self", "http", "0 there"},
		{"for another process", {tcp}, "1", "1", NULL, "0 there"},
		{"for nobody", {tcp}, "1", NULL, NULL, "0 there"},
		{"no number", {tcp}, "one", "self", NULL, "0 there"},
		{"not said", {tcp}, NULL, "self", NULL, "0"},
		{"a file",
		 {file},
		 "1",
		 "self",
		 NULL,
		 "78 LISTEN_FDS: descriptor 3: Socket operation on non-socket"},
		{"the second is a file",
		 {tcp, file},
		 "2",
		 "self",
		 "a:b",
		 "78 LISTEN_FDS: descriptor 4: Socket operation on non-socket"},
		{"closed",
		 {nothing},
		 "1",
		 "self",
		 NULL,
		 "78 LISTEN_FDS: descriptor 3: Bad file descriptor"},
		{"more than there are",
		 {tcp},
		 "4000000000000",
		 "self",
		 NULL,
		 "78 LISTEN_FDS: descriptor 4: Bad file descriptor"},
		{"does not listen",
		 {idle_tcp},
		 "1",
		 "self",
		 NULL,
		 "78 LISTEN_FDS: descriptor 3: does not listen (a socket unit needs Accept=no)"},
		{"datagrams",
		 {udp},
		 "1",
		 "self",
		 NULL,
		 "78 LISTEN_FDS: descriptor 3: not a stream (a socket unit needs ListenStream=)"},
	};
	static struct forked forked;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char expected[256];

		forked_run(&forked, look, &rows[i]);
		snprintf(expected, sizeof(expected), "result: %s\n", rows[i].expected);
		ck_assert_msg(strstr(forked.text, expected) != NULL, "%s: %d %s", rows[i].label,
			      forked.status, forked.text);
	}
}
END_TEST

Suite *supervisor_sockets_suite(void)
{
	Suite *suite = suite_create("supervisor_sockets");
	TCase *tcase = tcase_create("supervisor_sockets");

	tcase_add_test(tcase, t133_t135_sockets_are_taken_if_they_listen_and_are_meant_for_us);
	suite_add_tcase(suite, tcase);
	return suite;
}
