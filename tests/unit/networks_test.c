/* Networks: who is in them, and what is none. */
#include "http/networks.h"

#include <arpa/inet.h>
#include <check.h>
#include <string.h>

Suite *networks_suite(void);

static struct networks *name(const char *network)
{
	struct networks *networks = networks_create();
	struct error error;

	ck_assert_msg(networks_add(networks, network, &error), "%s", error.text);
	return networks;
}

/* T107, T111, CVE-2003-0993 */
START_TEST(a_network_has_the_addresses_that_begin_with_its_bits)
{
	static const struct {
		const char *network;
		const char *address;
		bool within;
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
		{"unix", "::", true}, /* a Unix socket */
		{"::/0", "::", false},
		{"0.0.0.0/0", "::", false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct networks *networks = name(rows[i].network);
		struct in6_addr address;

		ck_assert_int_eq(inet_pton(AF_INET6, rows[i].address, &address), 1);
		ck_assert_msg(networks_have(networks, &address) == rows[i].within, "%s in %s",
			      rows[i].address, rows[i].network);
		networks_destroy(networks);
	}
	networks_destroy(NULL);
}
END_TEST

START_TEST(what_is_no_network_is_an_error)
{
	static const char *const rows[] = {
		"",        "localhost", "10.0.0.0/",   "10.0.0.0/33",  "10.0.0.0/-1",
		"::1/129", "/8",        "10.0.0.0/8x", "10.0.0.0/ 8",  "10.0.0.0/99999999999999999",
		"10.0.0",  "::1/8/8",   "Unix",        "10.0.0.0/129",
	};
	struct networks *networks = networks_create();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error = {.text = ""};

		ck_assert_msg(!networks_add(networks, rows[i], &error), "%s", rows[i]);
		ck_assert_ptr_nonnull(strstr(error.text, "cannot read '"));
	}
	networks_destroy(networks);
}
END_TEST

Suite *networks_suite(void)
{
	Suite *suite = suite_create("networks");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_network_has_the_addresses_that_begin_with_its_bits);
	tcase_add_test(all, what_is_no_network_is_an_error);
	suite_add_tcase(suite, all);
	return suite;
}
