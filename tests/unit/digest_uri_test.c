/* Which uris designate a request target (the numbers are those of the specification). */
#include "http/digest_uri.h"

#include <check.h>

Suite *digest_uri_suite(void);

#define HOST "example.org"

struct uri_case {
	const char *label;
	const char *uri;
	const char *target;
	const char *host; /* NULL: HOST */
};

static void check_cases(const struct uri_case *cases, size_t count, bool equivalent)
{
	for (size_t i = 0; i < count; i++) {
		const char *host = cases[i].host ? cases[i].host : HOST;

		ck_assert_msg(digest_uri_equivalent(octets_from(cases[i].uri),
						    octets_from(cases[i].target),
						    octets_from(host)) == equivalent,
			      "%s: '%s' for '%s' at '%s'", cases[i].label, cases[i].uri,
			      cases[i].target, host);
	}
}

#define CHECK_CASES(cases, equivalent)                                                             \
	check_cases(cases, sizeof(cases) / sizeof((cases)[0]), equivalent)

START_TEST(one_resource_has_several_uris)
{
	static const struct uri_case cases[] = {
		{"the same", "/f?a=1", "/f?a=1", NULL},
		{"D53 absolute", "http://example.org/f", "/f", NULL},
		{"D53 secure", "https://example.org/f", "/f", NULL},
		{"D53 another case", "HTTP://EXAMPLE.org/f", "/f", "Example.Org"},
		{"D53 the default port", "http://example.org:80/f", "/f", NULL},
		{"D53 the default port in Host", "http://example.org/f", "/f", "example.org:80"},
		{"D53 the secure port", "https://example.org/f", "/f", "example.org:443"},
		{"D53 an empty port", "http://example.org:/f", "/f", NULL},
		{"D53 another port", "http://example.org:8081/f", "/f", "example.org:8081"},
		{"D53 an address", "http://127.0.0.1:8081/f", "/f", "127.0.0.1:8081"},
		{"D53 an IPv6 address", "http://[::1]/f", "/f", "[::1]"},
		{"D53 an IPv6 address", "http://[::1]:80/f", "/f", "[::1]"},
		{"D53 no path", "http://example.org", "/", NULL},
		{"D53 no path, a query", "http://example.org?a", "/?a", NULL},
		{"D54 only the target absolute", "/f?a", "http://other.org/f?a", NULL},
		{"D54 only the target absolute", "/", "http://other.org", NULL},
		{"D55 both absolute", "http://A.org/f", "http://a.ORG:80/f", NULL},
		{"D56 escaped without need", "/%66.txt", "/f.txt", NULL},
		{"D57 escaped without need", "/f.txt", "/%66.txt", NULL},
		{"D58 both", "/%66%2e%5f", "/%66%2E%5F", NULL},
		{"D59 case of an escape", "/f?%2f", "/f?%2F", NULL},
		{"an escape without digits", "/%zz%4", "/%zz%4", NULL},
	};

	CHECK_CASES(cases, true);
}
END_TEST

START_TEST(other_resources_have_others)
{
	static const struct uri_case cases[] = {
		{"D50 another path", "/g", "/f", NULL},
		{"D50 a longer one", "/ff", "/f", NULL},
		{"D50 a shorter one", "/", "/f", NULL},
		{"another case", "/F", "/f", NULL},
		{"D51 no query", "/f", "/f?a=1", NULL},
		{"D52 a query", "/f?a=1", "/f", NULL},
		{"an empty query", "/f?", "/f", NULL},
		{"D5a empty", "", "/", NULL},
		{"D5b another host", "http://evil.example/f", "/f", NULL},
		{"D5b a longer host", "http://example.org.evil.example/f", "/f", NULL},
		{"D5b a user", "http://example.org@evil.example/f", "/f", NULL},
		{"D5b a user", "http://me@example.org/f", "/f", NULL},
		{"another port", "http://example.org:81/f", "/f", NULL},
		{"another port in Host", "http://example.org/f", "/f", "example.org:81"},
		{"the port of the other scheme", "https://example.org:80/f", "/f", NULL},
		{"no host", "http:///f", "/f", NULL},
		{"another scheme", "ftp://example.org/f", "/f", NULL},
		{"both absolute, other hosts", "http://a.org/f", "http://b.org/f", "a.org"},
		{"both absolute, other schemes", "http://a.org/f", "https://a.org/f", NULL},
		{"D5d, D5e *", "/x", "*", NULL},
		{"D5e *", "*", "/", NULL},
		{"no slash", "f", "/f", NULL},
		{"D5f an escaped slash", "/a/b", "/a%2Fb", NULL},
		{"an escaped question mark", "/a?b", "/a%3Fb", NULL},
		{"an escaped %", "/a%41", "/a%2541", NULL},
		{"a fragment", "/f#x", "/f", NULL},
		{"dot segments", "/a/../f", "/f", NULL},
		{"a slash more", "//f", "/f", NULL},
		{"a slash more", "http://example.org//f", "/f", NULL},
		{"an escape cut short", "/f%4", "/f%41", NULL},
	};

	CHECK_CASES(cases, false);
}
END_TEST

START_TEST(without_a_host_no_absolute_uri_designates_a_path)
{
	const struct octets absent = {.data = NULL};

	ck_assert(!digest_uri_equivalent(OCTETS("http://a.org/f"), OCTETS("/f"), absent));
	ck_assert(digest_uri_equivalent(OCTETS("/%66"), OCTETS("/f"), absent));
}
END_TEST

START_TEST(octets_behind_a_nul_count)
{
	ck_assert(!digest_uri_equivalent(OCTETS("/%66\0a"), OCTETS("/f\0b"), OCTETS(HOST)));
	ck_assert(digest_uri_equivalent(OCTETS("/%66\0a"), OCTETS("/f\0a"), OCTETS(HOST)));
}
END_TEST

START_TEST(escapes_are_read_within_the_text)
{
	const struct octets cut = {.data = "/%66%41", .length = strlen("/%66%4")};

	ck_assert(digest_uri_equivalent(cut, OCTETS("/f%4"), OCTETS(HOST)));
	ck_assert(!digest_uri_equivalent(cut, OCTETS("/fA"), OCTETS(HOST)));
}
END_TEST

START_TEST(absolute_uris_are_told_from_paths)
{
	ck_assert(digest_uri_absolute(OCTETS("http://a")));
	ck_assert(digest_uri_absolute(OCTETS("HTTPS://a")));
	ck_assert(!digest_uri_absolute(OCTETS("/http://a")));
	ck_assert(!digest_uri_absolute(OCTETS("http:/")));
	ck_assert(!digest_uri_absolute(OCTETS("")));
}
END_TEST

Suite *digest_uri_suite(void)
{
	Suite *suite = suite_create("digest_uri");
	TCase *tests = tcase_create("digest_uri");

	tcase_add_test(tests, one_resource_has_several_uris);
	tcase_add_test(tests, other_resources_have_others);
	tcase_add_test(tests, without_a_host_no_absolute_uri_designates_a_path);
	tcase_add_test(tests, octets_behind_a_nul_count);
	tcase_add_test(tests, escapes_are_read_within_the_text);
	tcase_add_test(tests, absolute_uris_are_told_from_paths);
	suite_add_tcase(suite, tests);
	return suite;
}
