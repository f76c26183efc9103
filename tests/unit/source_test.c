/* Sources: which addresses are one client, and which are two. */
#include "cred/source.h"

#include <arpa/inet.h>
#include <check.h>
#include <sys/un.h>

Suite *source_suite(void);

static uint64_t source(const char *text)
{
	struct in6_addr address;

	ck_assert_msg(inet_pton(AF_INET6, text, &address) == 1, "%s", text);
	return source_of(&address);
}

/* T106: an IPv6 client has a /64, so that a /64 is a client. */
START_TEST(an_ipv4_address_is_a_source_and_of_ipv6_the_first_64_bits)
{
	static const struct {
		const char *a;
		const char *b;
		bool same;
	} rows[] = {
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1", true},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.2", false},
		{"::ffff:1.0.0.0", "::ffff:0.0.0.1", false},
		{"2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"::ffff:0.0.0.0", "::1", false},
		{"::1:0:0", "::ffff:0.1.0.0", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg((source(rows[i].a) == source(rows[i].b)) == rows[i].same, "%s and %s",
			      rows[i].a, rows[i].b);
}
END_TEST

START_TEST(an_ipv4_client_is_the_same_on_every_socket)
{
	struct sockaddr_in ipv4 = {.sin_family = AF_INET};
	struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
	struct in6_addr a;
	struct in6_addr b;

	inet_pton(AF_INET, "192.0.2.1", &ipv4.sin_addr);
	inet_pton(AF_INET6, "::ffff:192.0.2.1", &ipv6.sin6_addr);
	ck_assert(source_address((struct sockaddr *)&ipv4, &a));
	ck_assert(source_address((struct sockaddr *)&ipv6, &b));
	ck_assert_uint_eq(source_of(&a), source_of(&b));
}
END_TEST

START_TEST(a_unix_socket_is_the_local_source)
{
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct in6_addr address;

	ck_assert(!source_address((struct sockaddr *)&local, &address));
	ck_assert_uint_eq(source_of(&address), SOURCE_LOCAL);
}
END_TEST

START_TEST(an_address_is_written_as_people_write_it)
{
	static const char *const rows[][2] = {
		{"::ffff:192.0.2.1", "192.0.2.1"},
		{"2001:db8::1", "2001:db8::1"},
		{"::1", "::1"},
		{"::", "local"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct in6_addr address;
		char text[INET6_ADDRSTRLEN];

		inet_pton(AF_INET6, rows[i][0], &address);
		ck_assert_str_eq(source_text(&address, text), rows[i][1]);
	}
}
END_TEST

Suite *source_suite(void)
{
	Suite *suite = suite_create("source");
	TCase *all = tcase_create("all");

	tcase_add_test(all, an_ipv4_address_is_a_source_and_of_ipv6_the_first_64_bits);
	tcase_add_test(all, an_ipv4_client_is_the_same_on_every_socket);
	tcase_add_test(all, a_unix_socket_is_the_local_source);
	tcase_add_test(all, an_address_is_written_as_people_write_it);
	suite_add_tcase(suite, all);
	return suite;
}
