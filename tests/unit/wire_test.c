/* What is looked at stays, what is taken is gone, and nobody waits. */
#include "http/wire.h"

#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

Suite *wire_suite(void);

static int ours;
static int theirs;
static char octets[16];

/* TCP: what is discarded of it need not be copied. */
static void set_up(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
	theirs = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(connect(theirs, (struct sockaddr *)&address, sizeof(address)), 0);
	ours = accept(listener, NULL, NULL);
	ck_assert_int_ge(ours, 0);
	close(listener);
}

static void tear_down(void)
{
	close(ours);
	close(theirs);
}

/* On a busy machine also what comes by loopback takes its time. */
static void await(void)
{
	struct pollfd ready = {.fd = ours, .events = POLLIN};

	ck_assert_int_eq(poll(&ready, 1, 20000), 1);
}

static void must_look_like(const char *text)
{
	ssize_t length;

	await();
	length = wire_look(ours, octets, sizeof(octets));
	ck_assert_int_eq(length, strlen(text));
	ck_assert_mem_eq(octets, text, strlen(text));
}

START_TEST(what_is_looked_at_stays)
{
	ck_assert_int_eq(wire_send(theirs, OCTETS("first second")), 12);
	must_look_like("first second");
	must_look_like("first second");
}
END_TEST

START_TEST(what_stands_behind_what_is_discarded_stays)
{
	ck_assert_int_eq(wire_send(theirs, OCTETS("first second")), 12);
	must_look_like("first second");
	ck_assert_int_eq(wire_discard(ours, octets, strlen("first ")), 6);
	ck_assert_mem_eq(octets, "first second", strlen("first second"));
	must_look_like("second");
}
END_TEST

START_TEST(nobody_waits_for_what_has_not_come)
{
	ck_assert_int_eq(wire_look(ours, octets, sizeof(octets)), -1);
	ck_assert(wire_is_busy(errno));
	ck_assert_int_eq(wire_discard(ours, octets, sizeof(octets)), -1);
	ck_assert(wire_is_busy(errno));
}
END_TEST

START_TEST(nobody_waits_for_who_takes_nothing)
{
	static const char much[65536];
	ssize_t sent;

	do
		sent = wire_send(ours, (struct octets){much, sizeof(much)});
	while (sent > 0);
	ck_assert_int_eq(sent, -1);
	ck_assert(wire_is_busy(errno));
}
END_TEST

START_TEST(the_end_is_no_octets)
{
	ck_assert_int_eq(shutdown(theirs, SHUT_WR), 0);
	await();
	ck_assert_int_eq(wire_look(ours, octets, sizeof(octets)), 0);
}
END_TEST

START_TEST(who_has_gone_is_an_error_and_no_signal)
{
	ck_assert_int_eq(shutdown(ours, SHUT_WR), 0);
	ck_assert_int_eq(wire_send(ours, OCTETS("x")), -1);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert(!wire_is_busy(errno));
}
END_TEST

Suite *wire_suite(void)
{
	Suite *suite = suite_create("wire");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, what_is_looked_at_stays);
	tcase_add_test(all, what_stands_behind_what_is_discarded_stays);
	tcase_add_test(all, nobody_waits_for_what_has_not_come);
	tcase_add_test(all, nobody_waits_for_who_takes_nothing);
	tcase_add_test(all, the_end_is_no_octets);
	tcase_add_test(all, who_has_gone_is_an_error_and_no_signal);
	suite_add_tcase(suite, all);
	return suite;
}
