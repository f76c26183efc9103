/* Trusted proxies: whom they may name, and that nobody else is believed. */
#include "http/proxies.h"

#include <arpa/inet.h>
#include <check.h>

Suite *proxies_suite(void);

#define PEER "::ffff:10.0.0.1"

static struct networks *trust(const char *networks[])
{
	struct networks *proxies = networks_create();
	struct error error;

	for (size_t i = 0; networks[i]; i++)
		ck_assert_msg(networks_add(proxies, networks[i], &error), "%s", error.text);
	return proxies;
}

static struct sockaddr_in6 peer(const char *text)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6};

	ck_assert_msg(inet_pton(AF_INET6, text, &address.sin6_addr) == 1, "%s", text);
	return address;
}

/* T111 */
START_TEST(the_last_address_that_is_no_proxy_is_the_client)
{
	static const struct {
		const char *fields[3];
		const char *client;
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
		{{"192.0.2.1, unknown"}, PEER},
		{{"192.0.2.1,"}, PEER},
		{{"10.0.0.7"}, PEER},
		{{"192.0.2.1, ::"}, PEER},
		{{""}, PEER},
		{{"1111111111111111111111111111111111111111111111111111111111111111"}, PEER},
	};
	struct networks *proxies = trust((const char *[]){"10.0.0.0/8", NULL});

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct in6_addr nearest = peer(PEER).sin6_addr;
		struct in6_addr expected = peer(rows[i].client).sin6_addr;
		struct in6_addr client = nearest;

		for (size_t j = 0; rows[i].fields[j]; j++)
			proxies_follow(proxies, octets_from(rows[i].fields[j]), &nearest, &client);
		ck_assert_msg(IN6_ARE_ADDR_EQUAL(&client, &expected), "'%s'", rows[i].fields[0]);
	}
	networks_destroy(proxies);
}
END_TEST

Suite *proxies_suite(void)
{
	Suite *suite = suite_create("proxies");
	TCase *all = tcase_create("all");

	tcase_add_test(all, the_last_address_that_is_no_proxy_is_the_client);
	suite_add_tcase(suite, all);
	return suite;
}
