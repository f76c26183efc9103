/* Trusted proxies: whom they may name, and that nobody else is believed. */
#include "http/proxies.h"

#include "cred/source.h"

#include <arpa/inet.h>
#include <check.h>
#include <sys/un.h>

Suite *proxies_suite(void);

#define PEER "2001:db8:1::1"

static struct proxies *trust(const char *networks[])
{
	struct proxies *proxies = proxies_create();
	struct error error;

	for (size_t i = 0; networks[i]; i++)
		ck_assert_msg(proxies_add(proxies, networks[i], &error), "%s", error.text);
	return proxies;
}

static struct sockaddr_in6 peer(const char *text)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6};

	ck_assert_msg(inet_pton(AF_INET6, text, &address.sin6_addr) == 1, "%s", text);
	return address;
}

/* T111 */
START_TEST(only_listed_peers_are_trusted)
{
	static const struct {
		const char *network;
		const char *peer;
		bool trusted;
	} rows[] = {
		{"127.0.0.1", "::ffff:127.0.0.1", true},
		{"127.0.0.1", "::ffff:127.0.0.2", false},
		{"10.0.0.0/8", "::ffff:10.255.0.1", true},
		{"10.0.0.0/8", "::ffff:11.0.0.1", false},
		{"10.0.0.0/12", "::ffff:10.15.0.1", true},
		{"10.0.0.0/12", "::ffff:10.16.0.1", false},
		{"0.0.0.0/0", "::ffff:192.0.2.1", true},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"::/0", "2001:db8::1", true},
		{"2001:db8::/33", "2001:db8:7fff::1", true},
		{"2001:db8::/33", "2001:db8:8000::1", false},
		{"unix", "::1", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct proxies *proxies = trust((const char *[]){rows[i].network, NULL});
		struct sockaddr_in6 address = peer(rows[i].peer);

		ck_assert_msg(proxies_trust(proxies, (struct sockaddr *)&address) ==
				      rows[i].trusted,
			      "%s of %s", rows[i].peer, rows[i].network);
		proxies_destroy(proxies);
	}
}
END_TEST

START_TEST(unix_sockets_are_trusted_by_their_word_alone)
{
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct proxies *some = trust((const char *[]){"unix", NULL});
	struct proxies *others = trust((const char *[]){"::/0", "0.0.0.0/0", NULL});

	ck_assert(proxies_trust(some, (struct sockaddr *)&local));
	ck_assert(!proxies_trust(others, (struct sockaddr *)&local));
	proxies_destroy(some);
	proxies_destroy(others);
	proxies_destroy(NULL);
}
END_TEST

START_TEST(what_is_no_network_is_an_error)
{
	static const char *const rows[] = {
		"",        "localhost", "10.0.0.0/",   "10.0.0.0/33",  "10.0.0.0/-1",
		"::1/129", "/8",        "10.0.0.0/8x", "10.0.0.0/ 8",  "10.0.0.0/99999999999999999",
		"10.0.0",  "::1/8/8",   "Unix",        "10.0.0.0/129",
	};
	struct proxies *proxies = proxies_create();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error = {.text = ""};

		ck_assert_msg(!proxies_add(proxies, rows[i], &error), "%s", rows[i]);
		ck_assert_ptr_nonnull(strstr(error.text, "cannot trust '"));
	}
	proxies_destroy(proxies);
}
END_TEST

/* T111 */
START_TEST(the_last_address_that_is_no_proxy_is_the_client)
{
	static const struct {
		const char *fields[3];
		const char *client; /* NULL: the peer */
	} rows[] = {
		{{"192.0.2.1"}, "::ffff:192.0.2.1"},
		{{"198.51.100.9, 192.0.2.1"}, "::ffff:192.0.2.1"},
		{{"192.0.2.1, 10.0.0.7,10.1.1.1"}, "::ffff:192.0.2.1"},
		{{"198.51.100.9", "192.0.2.1"}, "::ffff:192.0.2.1"},
		{{"192.0.2.1", "10.0.0.7"}, "::ffff:192.0.2.1"},
		{{" 192.0.2.1:4711 "}, "::ffff:192.0.2.1"},
		{{"2001:db8::1"}, "2001:db8::1"},
		{{"[2001:db8::1]"}, "2001:db8::1"},
		{{"[2001:db8::1]:4711"}, "2001:db8::1"},
		{{"unknown, 192.0.2.1"}, "::ffff:192.0.2.1"},
		{{"192.0.2.1, unknown"}, NULL},
		{{"192.0.2.1,"}, NULL},
		{{"10.0.0.7"}, NULL},
		{{""}, NULL},
		{{"1111111111111111111111111111111111111111111111111111111111111111"}, NULL},
	};
	struct proxies *proxies = trust((const char *[]){"10.0.0.0/8", NULL});

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct in6_addr from = peer(PEER).sin6_addr;
		struct in6_addr expected = peer(rows[i].client ? rows[i].client : PEER).sin6_addr;
		struct in6_addr client = from;

		for (size_t j = 0; rows[i].fields[j]; j++)
			proxies_follow(proxies, octets_from(rows[i].fields[j]), &from, &client);
		ck_assert_msg(IN6_ARE_ADDR_EQUAL(&client, &expected), "'%s'", rows[i].fields[0]);
	}
	proxies_destroy(proxies);
}
END_TEST

Suite *proxies_suite(void)
{
	Suite *suite = suite_create("proxies");
	TCase *all = tcase_create("all");

	tcase_add_test(all, only_listed_peers_are_trusted);
	tcase_add_test(all, unix_sockets_are_trusted_by_their_word_alone);
	tcase_add_test(all, what_is_no_network_is_an_error);
	tcase_add_test(all, the_last_address_that_is_no_proxy_is_the_client);
	suite_add_tcase(suite, all);
	return suite;
}
