/* Endpoints: what a string means, and who may have a port. */
#include "http/listener.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static struct error error;

struct refusal {
	const char *string;
	const char *reason; /* a part of it */
};

static const struct refusal refusals[] = {
	{"", "cannot find endpoint type"},
	{"sctp:1", "cannot find endpoint type"},
	{"tcp", "expected a port"},
	{"tcp:", "expected a port from 0 to 65535, not ''"},
	{"tcp:http", "expected a port from 0 to 65535, not 'http'"},
	{"tcp:65536", "expected a port"},
	{"tcp:-1", "expected a port"},
	{"tcp: 1", "expected a port"},
	{"tcp:80:interface=localhost", "expected an IP address"},
	{"tcp:80:interface=\\:\\:1", "expected an IP address"},
	{"tcp6:80:interface=127.0.0.1", "expected an IP address"},
	{"tcp:80:interfaces=127.0.0.1", "unexpected 'interfaces=127.0.0.1'"},
	{"unix", "expected a path"},
	{"unix:/s:mode=999", "octal"},
	{"unix:/s:mode=1777", "octal"},
	{"systemd:domain=IPX", "expected domain=INET"},
	{"systemd:index=x", "expected index=NUMBER"},
	{"ssl:443", "certKey"},
};

START_TEST(what_is_no_endpoint_is_refused)
{
	const struct refusal *refusal = &refusals[_i];

	ck_assert_msg(listener_create(refusal->string, "/", &error) == NULL, "%s", refusal->string);
	ck_assert_msg(strstr(error.text, refusal->reason) != NULL, "%s: %s", refusal->string,
		      error.text);
}
END_TEST

START_TEST(a_certificate_that_cannot_be_read_is_told_from_a_wrong_one)
{
	ck_assert_ptr_null(listener_create("ssl:443:certKey=/nonexistent", "/", &error));
	ck_assert_str_eq(error.text, "cannot read '/nonexistent': No such file or directory");
	ck_assert(error.no_input);
	ck_assert_ptr_null(
		listener_create("ssl:443:certKey=/dev/null:privateKey=/dev/null", "/", &error));
	ck_assert(!error.no_input);
}
END_TEST

static struct listener *create(const char *string)
{
	struct listener *listener = listener_create(string, "/tmp", &error);

	ck_assert_msg(listener != NULL, "%s", error.text);
	return listener;
}

static unsigned int port_of(const struct listener *listener)
{
	return (unsigned int)atoi(strrchr(listener_url(listener), ':') + 1);
}

START_TEST(the_loops_share_the_port_that_was_free)
{
	struct listener *listener = create("tcp:0:interface=127.0.0.1");

	ck_assert_msg(listener_bind(listener, 3, 0, &error), "%s", error.text);
	ck_assert_uint_gt(port_of(listener), 0);
	for (unsigned int i = 0; i < 3; i++) {
		struct sockaddr_in address;
		socklen_t length = sizeof(address);

		ck_assert_int_eq(getsockname(listener_socket(listener, i),
					     (struct sockaddr *)&address, &length),
				 0);
		ck_assert_uint_eq(ntohs(address.sin_port), port_of(listener));
	}
	listener_destroy(listener);
}
END_TEST

/* Not asked of the listening socket: the kernel's inheritance counts, too. */
static void check_accepted_are_prompt(const struct listener *listener, unsigned int loop)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	int client = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t length = sizeof(int);
	int accepted = -1;
	int prompt = 0;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((uint16_t)port_of(listener));
	ck_assert_int_eq(connect(client, (struct sockaddr *)&address, sizeof(address)), 0);
	accepted = accept(listener_socket(listener, loop), NULL, NULL);
	ck_assert_int_ge(accepted, 0);
	ck_assert_int_eq(getsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &prompt, &length), 0);
	ck_assert_int_ne(prompt, 0);
	close(accepted);
	close(client);
}

START_TEST(an_answer_waits_for_no_acknowledgement_of_another_one)
{
	struct listener *listener = create("tcp:0:interface=127.0.0.1");

	ck_assert_msg(listener_bind(listener, 1, 0, &error), "%s", error.text);
	check_accepted_are_prompt(listener, 0);
	listener_destroy(listener);
}
END_TEST

START_TEST(a_second_server_is_refused_the_port)
{
	struct listener *first = create("tcp:0:interface=127.0.0.1");
	char string[64];
	struct listener *second;

	ck_assert(listener_bind(first, 2, 0, &error));
	snprintf(string, sizeof(string), "tcp:%u:interface=127.0.0.1", port_of(first));
	second = create(string);
	ck_assert(!listener_bind(second, 2, 0, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "Address already in use"));
	listener_destroy(first);
	ck_assert_msg(listener_bind(second, 2, 0, &error), "%s", error.text);
	listener_destroy(second);
}
END_TEST

START_TEST(a_socket_that_was_not_passed_is_not_taken)
{
	struct listener *listener = create("systemd:domain=INET:index=0");

	ck_assert(!listener_bind(listener, 1, 0, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "non-socket"));
	listener_destroy(listener);
}
END_TEST

/* As systemd does, but for the number: descriptor 3 may be somebody's in this process. */
START_TEST(a_socket_that_was_passed_is_shared_and_stays_open)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof(address);
	int passed = socket(AF_INET, SOCK_STREAM, 0);
	char text[64];
	struct listener *listener;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(passed, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(passed, 1), 0);
	getsockname(passed, (struct sockaddr *)&address, &length);
	snprintf(text, sizeof(text), "systemd:domain=INET:index=%d", passed - 3);
	listener = create(text);
	ck_assert_msg(listener_bind(listener, 2, (unsigned int)passed - 2, &error), "%s",
		      error.text);
	ck_assert_uint_eq(port_of(listener), ntohs(address.sin_port));
	check_accepted_are_prompt(listener, 0);
	listener_silence(listener, 0);
	listener_destroy(listener);
	length = sizeof(int);
	ck_assert_int_eq(getsockopt(passed, SOL_SOCKET, SO_ACCEPTCONN, &(int){0}, &length), 0);
	close(passed);
}
END_TEST

START_TEST(an_ipv6_url_has_brackets)
{
	struct listener *listener = create("tcp6:0:interface=\\:\\:1");

	ck_assert(listener_is_local(listener));
	if (listener_bind(listener, 1, 0, &error)) /* not every machine has IPv6 */
		ck_assert_int_eq(strncmp(listener_url(listener), "http://[::1]:", 13), 0);
	else
		ck_assert_ptr_nonnull(strstr(error.text, "Cannot assign requested address"));
	listener_destroy(listener);
}
END_TEST

START_TEST(a_unix_socket_has_its_mode_and_goes_with_the_server)
{
	char directory[] = "/tmp/postern-listener-XXXXXX";
	char string[128];
	struct listener *listener;
	struct stat status;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(string, sizeof(string), "unix:%s/s:mode=660", directory);
	listener = create(string);
	ck_assert_msg(listener_bind(listener, 2, 0, &error), "%s", error.text);
	ck_assert_int_eq(stat(strchr(listener_url(listener), '/'), &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0660);
	listener_destroy(listener);
	ck_assert_int_eq(rmdir(directory), 0);
}
END_TEST

START_TEST(a_dead_unix_socket_is_replaced_and_a_live_one_is_not)
{
	char directory[] = "/tmp/postern-listener-XXXXXX";
	char string[128];
	struct listener *first;
	struct listener *second;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	snprintf(string, sizeof(string), "unix:%s/s", directory);
	first = create(string);
	second = create(string);
	ck_assert(listener_bind(first, 1, 0, &error));
	ck_assert(!listener_bind(second, 1, 0, &error));
	/* As a crash would leave it. */
	close(listener_socket(first, 0));
	ck_assert_msg(listener_bind(second, 1, 0, &error), "%s", error.text);
	listener_destroy(second);
	listener_destroy(first);
	ck_assert_int_eq(rmdir(directory), 0);
}
END_TEST

Suite *listener_suite(void);

Suite *listener_suite(void)
{
	Suite *suite = suite_create("listener");
	TCase *tcase = tcase_create("listener");

	tcase_add_loop_test(tcase, what_is_no_endpoint_is_refused, 0,
			    sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(tcase, a_certificate_that_cannot_be_read_is_told_from_a_wrong_one);
	tcase_add_test(tcase, the_loops_share_the_port_that_was_free);
	tcase_add_test(tcase, an_answer_waits_for_no_acknowledgement_of_another_one);
	tcase_add_test(tcase, a_second_server_is_refused_the_port);
	tcase_add_test(tcase, a_socket_that_was_not_passed_is_not_taken);
	tcase_add_test(tcase, a_socket_that_was_passed_is_shared_and_stays_open);
	tcase_add_test(tcase, an_ipv6_url_has_brackets);
	tcase_add_test(tcase, a_unix_socket_has_its_mode_and_goes_with_the_server);
	tcase_add_test(tcase, a_dead_unix_socket_is_replaced_and_a_live_one_is_not);
	suite_add_tcase(suite, tcase);
	return suite;
}
