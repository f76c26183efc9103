/* What a request to an endpoint of our own tells of it. */
#include "http/knock.h"

#include "scratch.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *knock_suite(void);

static struct error error;

static struct listener *bound(const char *string)
{
	struct listener *listener = listener_create(string, scratch_directory(), &error);

	ck_assert_msg(listener, "%s", error.text);
	ck_assert_msg(listener_bind(listener, 1, 0, &error), "%s", error.text);
	return listener;
}

/* What plays the server. */
struct answerer {
	int socket;
	const char *answer; /* "": it only closes */
};

static void *answer(void *closure)
{
	const struct answerer *answerer = closure;
	char request[1024];
	int connection;

	while ((connection = accept(answerer->socket, NULL, NULL)) < 0)
		usleep(1000);
	ck_assert_int_gt(recv(connection, request, sizeof(request), 0), 0);
	send(connection, answerer->answer, strlen(answerer->answer), MSG_NOSIGNAL);
	close(connection);
	return NULL;
}

static enum knock answered(struct listener *listener, const char *with)
{
	struct answerer answerer = {.socket = listener_socket(listener, 0), .answer = with};
	enum knock result;
	pthread_t thread;

	ck_assert_int_eq(pthread_create(&thread, NULL, answer, &answerer), 0);
	result = knock(listener, 20000, &error);
	pthread_join(thread, NULL);
	return result;
}

START_TEST(s16_a_status_line_is_an_answer_and_nothing_else)
{
	static const struct {
		const char *answer;
		enum knock result;
	} rows[] = {
		{"HTTP/1.1 204 No Content\r\n\r\n", KNOCK_ANSWERED},
		{"HTTP/1.1 503 Service Unavailable\r\n\r\n", KNOCK_ANSWERED},
		{"SSH-2.0-OpenSSH_9.2p1\r\n", KNOCK_UNANSWERED},
		{"HTTP/1.", KNOCK_UNANSWERED},
		{"", KNOCK_UNANSWERED},
	};
	static const char *const endpoints[] = {"tcp:0:interface=127.0.0.1", "tcp:0",
						"unix:socket"};

	for (size_t i = 0; i < sizeof(endpoints) / sizeof(endpoints[0]); i++) {
		struct listener *listener = bound(endpoints[i]);

		for (size_t j = 0; j < sizeof(rows) / sizeof(rows[0]); j++) {
			ck_assert_msg(answered(listener, rows[j].answer) == rows[j].result,
				      "%s: '%s'", endpoints[i], rows[j].answer);
			ck_assert(rows[j].result == KNOCK_ANSWERED ||
				  strstr(error.text, "cannot get an answer from"));
		}
		listener_destroy(listener);
	}
}
END_TEST

static bool sleeps(pid_t process)
{
	char path[64];
	char line[256] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", process);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	ck_assert(fgets(line, sizeof(line), file));
	fclose(file);
	return strstr(line, ") S ");
}

/* As a shell or a debugger stops and continues a start. */
START_TEST(t48_who_was_stopped_asks_again)
{
	struct listener *listener = bound("tcp:0:interface=127.0.0.1");
	struct answerer answerer = {.socket = listener_socket(listener, 0),
				    .answer = "HTTP/1.1 204 No Content\r\n\r\n"};
	pid_t asker = fork();
	char request[1024];
	int connection, status;

	if (asker == 0)
		_exit(knock(listener, 20000, &error) == KNOCK_ANSWERED ? 0 : 1);
	while ((connection = accept(answerer.socket, NULL, NULL)) < 0)
		usleep(1000);
	ck_assert_int_gt(recv(connection, request, sizeof(request), 0), 0);
	while (!sleeps(asker))
		usleep(1000);
	kill(asker, SIGSTOP);
	ck_assert_int_eq(waitpid(asker, &status, WUNTRACED), asker);
	ck_assert(WIFSTOPPED(status));
	kill(asker, SIGCONT);
	answer(&answerer);
	ck_assert_int_eq(waitpid(asker, &status, 0), asker);
	ck_assert_int_eq(status, 0);
	close(connection);
	listener_destroy(listener);
}
END_TEST

/* The kernel connects for a server that hangs. */
START_TEST(t131_a_connection_alone_is_no_answer)
{
	static const char *const endpoints[] = {"tcp:0:interface=127.0.0.1", "unix:socket"};

	for (size_t i = 0; i < sizeof(endpoints) / sizeof(endpoints[0]); i++) {
		struct listener *listener = bound(endpoints[i]);

		ck_assert_int_eq(knock(listener, 20, &error), KNOCK_UNANSWERED);
		ck_assert_int_eq(knock(listener, 0, &error), KNOCK_UNANSWERED);
		listener_destroy(listener);
	}
}
END_TEST

START_TEST(s16_what_cannot_be_connected_to_is_out_of_reach)
{
	struct listener *listener = bound("tcp:0:interface=127.0.0.1");

	listener_silence(listener, 0);
	ck_assert_int_eq(knock(listener, 1000, &error), KNOCK_OUT_OF_REACH);
	ck_assert_msg(strstr(error.text, "Connection refused"), "%s", error.text);
	listener_destroy(listener);
	/* As behind a filter: nothing comes back, for the queue is full. */
	listener = bound("tcp:0:interface=127.0.0.1");
	ck_assert_int_eq(listen(listener_socket(listener, 0), 0), 0);
	ck_assert_int_eq(knock(listener, 20, &error), KNOCK_UNANSWERED);
	ck_assert_int_eq(knock(listener, 20, &error), KNOCK_OUT_OF_REACH);
	ck_assert_msg(strstr(error.text, "cannot connect to") && strstr(error.text, "timed out"),
		      "%s", error.text);
	listener_destroy(listener);
	listener = bound("unix:socket");
	ck_assert_int_eq(unlink(scratch_path("socket")), 0);
	ck_assert_int_eq(knock(listener, 1000, &error), KNOCK_OUT_OF_REACH);
	ck_assert_msg(strstr(error.text, "No such file or directory"), "%s", error.text);
	listener_destroy(listener);
}
END_TEST

Suite *knock_suite(void)
{
	Suite *suite = suite_create("knock");
	TCase *tests = tcase_create("knock");

	tcase_add_checked_fixture(tests, scratch_setup, scratch_teardown);
	tcase_add_test(tests, s16_a_status_line_is_an_answer_and_nothing_else);
	tcase_add_test(tests, t48_who_was_stopped_asks_again);
	tcase_add_test(tests, t131_a_connection_alone_is_no_answer);
	tcase_add_test(tests, s16_what_cannot_be_connected_to_is_out_of_reach);
	suite_add_tcase(suite, tests);
	return suite;
}
