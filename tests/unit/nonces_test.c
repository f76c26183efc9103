/* Nonces are believed only when they are ours, for that realm, and young enough. */
#include "clock.h"
#include "http/credential_factory.h"
#include "http/nonces.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

Suite *nonces_suite(void);

#define NOW   INT64_C(1700000000000)
#define REALM OCTETS("Example")

static struct nonces *nonces;

static void set_up(void)
{
	nonces = nonces_create();
}

static void tear_down(void)
{
	nonces_destroy(nonces);
}

static enum nonce_state state_at(const char *text, int64_t now)
{
	return nonces_read_at(nonces, REALM, octets_from(text), now).state;
}

START_TEST(a_nonce_of_ours_is_fresh)
{
	char text[NONCE_TEXT_MAX];

	nonces_make(nonces, REALM, text);
	ck_assert_int_eq(nonces_read(nonces, REALM, octets_from(text)).state, NONCE_FRESH);
}
END_TEST

/* The second time the machine sleeps: only one of its clocks goes on. */
START_TEST(a_nonce_expires_by_the_clock)
{
	static const time_t awake[] = {NONCE_LIFETIME / 1000, 1};
	char text[NONCE_TEXT_MAX];

	for (size_t i = 0; i < sizeof(awake) / sizeof(awake[0]); i++) {
		nonces_make(nonces, REALM, text);
		clock_advance(CLOCK_MONOTONIC, awake[i]);
		clock_advance(CLOCK_BOOTTIME, NONCE_LIFETIME / 1000);
		ck_assert_int_eq(nonces_read(nonces, REALM, octets_from(text)).state,
				 NONCE_EXPIRED);
	}
}
END_TEST

START_TEST(a_nonce_tells_when_it_was_made)
{
	char text[NONCE_TEXT_MAX];
	struct nonce nonce;

	nonces_make_at(nonces, REALM, NOW, text);
	nonce = nonces_read_at(nonces, REALM, octets_from(text), NOW + 17);
	ck_assert_int_eq(nonce.time, NOW);
	nonces_make(nonces, REALM, text);
	nonce = nonces_read(nonces, REALM, octets_from(text));
	ck_assert_int_le(llabs(nonce.time / 1000 - (int64_t)time(NULL)), 2);
}
END_TEST

START_TEST(no_two_nonces_are_equal)
{
	char first[NONCE_TEXT_MAX];
	char second[NONCE_TEXT_MAX];

	nonces_make_at(nonces, REALM, NOW, first); /* D7b */
	nonces_make_at(nonces, REALM, NOW, second);
	ck_assert_str_ne(first, second);
	ck_assert_uint_ne(nonces_read_at(nonces, REALM, octets_from(first), NOW).id,
			  nonces_read_at(nonces, REALM, octets_from(second), NOW).id);
}
END_TEST

START_TEST(a_nonce_is_short_and_needs_no_escaping)
{
	char text[NONCE_TEXT_MAX];

	nonces_make(nonces, REALM, text); /* W09 */
	ck_assert_uint_eq(strlen(text), 32);
	ck_assert_uint_eq(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				       "0123456789+/"),
			  32);
}
END_TEST

START_TEST(a_nonce_lives_for_five_minutes)
{
	static const struct {
		const char *label;
		int64_t age;
		enum nonce_state state;
	} rows[] = {
		{"just made", 0, NONCE_FRESH},
		{"about to expire", NONCE_LIFETIME - 1, NONCE_FRESH},
		{"D77 expired", NONCE_LIFETIME, NONCE_EXPIRED},
		{"D77 long ago", INT64_C(1000) * NONCE_LIFETIME, NONCE_EXPIRED},
		{"a little ahead", -NONCE_SKEW, NONCE_FRESH},
		{"D7a in the future", -NONCE_SKEW - 1, NONCE_EXPIRED},
		{"D7a far in the future", -NOW, NONCE_EXPIRED},
	};
	char text[NONCE_TEXT_MAX];

	nonces_make_at(nonces, REALM, NOW, text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(state_at(text, NOW + rows[i].age) == rows[i].state, "%s",
			      rows[i].label);
}
END_TEST

START_TEST(a_nonce_is_for_one_realm)
{
	const struct octets others[] = {OCTETS("Other"), OCTETS("example"), OCTETS("Exampl"),
					OCTETS("Examples"), OCTETS("")};
	char text[NONCE_TEXT_MAX];

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		nonces_make_at(nonces, others[i], NOW, text);
		ck_assert_int_eq(state_at(text, NOW), NONCE_FOREIGN); /* D79 */
	}
}
END_TEST

START_TEST(the_longest_realm_counts_to_its_end)
{
	char realm[PROTECTION_SPACE_MAX];
	const struct octets longest = {.data = realm, .length = sizeof(realm)};
	char text[NONCE_TEXT_MAX];

	memset(realm, 'x', sizeof(realm));
	nonces_make_at(nonces, longest, NOW, text);
	ck_assert_int_eq(nonces_read_at(nonces, longest, octets_from(text), NOW).state,
			 NONCE_FRESH);
	realm[sizeof(realm) - 1] = 'y';
	ck_assert_int_eq(nonces_read_at(nonces, longest, octets_from(text), NOW).state,
			 NONCE_FOREIGN);
}
END_TEST

/* CVE-2018-1312, CVE-2011-5064 */
START_TEST(a_nonce_of_another_server_is_foreign)
{
	struct nonces *others = nonces_create();
	char text[NONCE_TEXT_MAX];

	nonces_make_at(others, REALM, NOW, text);
	ck_assert_int_eq(state_at(text, NOW), NONCE_FOREIGN); /* D79 */
	nonces_destroy(others);
}
END_TEST

START_TEST(every_changed_octet_makes_a_nonce_foreign)
{
	char text[NONCE_TEXT_MAX];

	nonces_make_at(nonces, REALM, NOW, text);
	for (char *at = text; *at; at++) {
		char octet = *at;

		*at = octet == 'A' ? 'B' : 'A'; /* D73, D74; D56 of the peers */
		ck_assert_int_eq(state_at(text, NOW), NONCE_FOREIGN);
		*at = octet;
	}
	ck_assert_int_eq(state_at(text, NOW), NONCE_FRESH);
}
END_TEST

/* CVE-2020-35452 */
START_TEST(junk_is_foreign)
{
	char text[NONCE_TEXT_MAX];
	char long_text[600];

	ck_assert_int_eq(state_at("abc", NOW), NONCE_FOREIGN); /* D75 */
	ck_assert_int_eq(state_at("", NOW), NONCE_FOREIGN);    /* D76 */
	memset(long_text, 'A', sizeof(long_text));
	for (size_t length = 0; length <= sizeof(long_text); length++)
		ck_assert_int_eq(
			nonces_read_at(nonces, REALM, (struct octets){long_text, length}, 0).state,
			NONCE_FOREIGN);
	nonces_make_at(nonces, REALM, NOW, text);
	text[strlen(text) - 1] = '\0';
	ck_assert_int_eq(state_at(text, NOW), NONCE_FOREIGN);
}
END_TEST

START_TEST(only_one_text_stands_for_a_nonce)
{
	static const char *const additions[] = {" ", "\n", "=", "==", "A"};
	char text[NONCE_TEXT_MAX];
	char changed[2 * NONCE_TEXT_MAX];

	nonces_make_at(nonces, REALM, NOW, text);
	for (size_t i = 0; i < sizeof(additions) / sizeof(additions[0]); i++) {
		strcpy(stpcpy(changed, text), additions[i]);
		ck_assert_int_eq(state_at(changed, NOW), NONCE_FOREIGN);
		strcpy(stpcpy(changed, additions[i]), text);
		ck_assert_int_eq(state_at(changed, NOW), NONCE_FOREIGN);
	}
}
END_TEST

START_TEST(a_count_of_a_nonce_is_used_once)
{
	char text[NONCE_TEXT_MAX];
	struct nonce nonce;

	nonces_make(nonces, REALM, text);
	nonce = nonces_read(nonces, REALM, octets_from(text));
	ck_assert(nonces_use(nonces, &nonce, 1));
	ck_assert(!nonces_use(nonces, &nonce, 1));
	ck_assert(nonces_use(nonces, &nonce, 2));
}
END_TEST

#define MAKERS 2
#define MADE   500

static void *make_many(void *argument)
{
	char(*texts)[NONCE_TEXT_MAX] = argument;

	for (size_t i = 0; i < MADE; i++)
		nonces_make_at(nonces, REALM, NOW, texts[i]);
	return NULL;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(a, b);
}

START_TEST(threads_make_different_nonces)
{
	static char texts[MAKERS * MADE][NONCE_TEXT_MAX];
	pthread_t threads[MAKERS];

	for (size_t i = 0; i < MAKERS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, make_many, texts[i * MADE]), 0);
	for (size_t i = 0; i < MAKERS; i++)
		pthread_join(threads[i], NULL);
	qsort(texts, MAKERS * MADE, sizeof(texts[0]), compare_texts);
	for (size_t i = 1; i < MAKERS * MADE; i++)
		ck_assert_str_ne(texts[i - 1], texts[i]);
}
END_TEST

Suite *nonces_suite(void)
{
	Suite *suite = suite_create("nonces");
	TCase *tests = tcase_create("nonces");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, a_nonce_of_ours_is_fresh);
	tcase_add_test(tests, a_nonce_expires_by_the_clock);
	tcase_add_test(tests, a_nonce_tells_when_it_was_made);
	tcase_add_test(tests, no_two_nonces_are_equal);
	tcase_add_test(tests, a_nonce_is_short_and_needs_no_escaping);
	tcase_add_test(tests, a_nonce_lives_for_five_minutes);
	tcase_add_test(tests, a_nonce_is_for_one_realm);
	tcase_add_test(tests, the_longest_realm_counts_to_its_end);
	tcase_add_test(tests, a_nonce_of_another_server_is_foreign);
	tcase_add_test(tests, every_changed_octet_makes_a_nonce_foreign);
	tcase_add_test(tests, junk_is_foreign);
	tcase_add_test(tests, only_one_text_stands_for_a_nonce);
	tcase_add_test(tests, a_count_of_a_nonce_is_used_once);
	tcase_add_test(tests, threads_make_different_nonces);
	suite_add_tcase(suite, tests);
	return suite;
}
