/* What portals say of outages: of each checker for itself, and of the realm. */
#include "cred/portal.h"

#include "clock.h"
#include "fake_plugins.h"
#include "log_lines.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *portal_outage_suite(void);

#define CHECKERS 2

static struct fake_checker *checkers[CHECKERS];
static struct fake_realm *realm;
static struct verdict_cache *cache;
static struct portal *portal;
static bool news; /* of the last login */

static void setup(void)
{
	struct checker **list = calloc(CHECKERS, sizeof(list[0]));

	for (size_t i = 0; i < CHECKERS; i++) {
		checkers[i] = fake_checker_create(&fake_checker_plain, VERDICT_GRANTED, "alice");
		list[i] = &checkers[i]->base;
	}
	realm = fake_realm_create();
	cache = verdict_cache_create();
	portal = portal_create(list, CHECKERS, &realm->base, cache);
	log_lines_setup();
	clock_hold(CLOCK_MONOTONIC);
}

static void teardown(void)
{
	portal_destroy(portal);
	verdict_cache_destroy(cache);
}

static enum login_outcome log_in(void)
{
	struct username_password alice = username_password(OCTETS("alice"), OCTETS("secret"));
	enum login_outcome outcome;
	struct login login;
	struct error error;

	outcome = portal_login(portal, &alice.base, &fake_hasty, &login, &error);
	news = login.news;
	login_end(&login);
	clock_advance(CLOCK_MONOTONIC, 2);
	return outcome;
}

START_TEST(the_first_login_of_an_outage_is_news)
{
	checkers[0]->verdict = VERDICT_UNAVAILABLE;
	checkers[1]->verdict = VERDICT_REFUSED;
	ck_assert_int_eq(log_in(), LOGIN_UNAVAILABLE);
	ck_assert(news);
	ck_assert_int_eq(log_in(), LOGIN_UNAVAILABLE);
	ck_assert(!news);
}
END_TEST

START_TEST(an_outage_of_one_is_not_over_when_another_grants)
{
	checkers[0]->verdict = VERDICT_UNAVAILABLE;
	ck_assert_int_eq(log_in(), LOGIN_GRANTED);
	ck_assert_int_eq(log_in(), LOGIN_GRANTED);
	ck_assert_ptr_null(strstr(log_lines(), "outage-over"));
}
END_TEST

/* It may not even have been asked. */
START_TEST(a_refusal_ends_no_outage)
{
	checkers[0]->verdict = VERDICT_UNAVAILABLE;
	log_in();
	checkers[0]->verdict = VERDICT_REFUSED;
	log_in();
	ck_assert_ptr_null(strstr(log_lines(), "outage-over"));
}
END_TEST

START_TEST(a_checker_that_grants_again_ends_its_outage)
{
	checkers[0]->verdict = VERDICT_UNAVAILABLE;
	log_in();
	checkers[0]->verdict = VERDICT_GRANTED;
	log_in();
	ck_assert_ptr_nonnull(strstr(log_lines(), "outage-over seconds=2 logins=1 "
						  "reason=\"checker 'plain': "));
}
END_TEST

/* The pool does the whole of it again. */
START_TEST(a_login_that_another_does_later_meets_an_outage_once)
{
	checkers[0]->verdict = VERDICT_UNAVAILABLE;
	checkers[1]->verdict = VERDICT_LATER;
	ck_assert_int_eq(log_in(), LOGIN_LATER);
	ck_assert_str_eq(log_lines(), "");
	checkers[1]->verdict = VERDICT_REFUSED;
	ck_assert_int_eq(log_in(), LOGIN_UNAVAILABLE);
	ck_assert(news);
	checkers[0]->verdict = VERDICT_GRANTED;
	log_in();
	ck_assert_ptr_nonnull(strstr(log_lines(), "outage-over seconds=2 logins=1 "));
}
END_TEST

START_TEST(each_of_several_has_an_outage_of_its_own)
{
	checkers[0]->verdict = VERDICT_UNAVAILABLE;
	checkers[1]->verdict = VERDICT_UNAVAILABLE;
	checkers[1]->reason = "the other";
	log_in();
	ck_assert_ptr_nonnull(strstr(log_lines(), "outage-began seconds=0 logins=1 "
						  "reason=\"checker 'plain': it gave"));
	ck_assert_ptr_nonnull(strstr(log_lines(), "outage-began seconds=0 logins=1 "
						  "reason=\"checker 'plain': the other"));
}
END_TEST

START_TEST(a_realm_has_outages_as_well)
{
	realm->verdict = VERDICT_UNAVAILABLE;
	ck_assert_int_eq(log_in(), LOGIN_UNAVAILABLE);
	ck_assert(news);
	realm->verdict = VERDICT_GRANTED;
	ck_assert_int_eq(log_in(), LOGIN_GRANTED);
	ck_assert_ptr_nonnull(strstr(log_lines(), "outage-over seconds=2 logins=1 "
						  "reason=\"realm 'fake': "));
}
END_TEST

Suite *portal_outage_suite(void)
{
	Suite *suite = suite_create("portal_outage");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, the_first_login_of_an_outage_is_news);
	tcase_add_test(all, an_outage_of_one_is_not_over_when_another_grants);
	tcase_add_test(all, a_refusal_ends_no_outage);
	tcase_add_test(all, a_checker_that_grants_again_ends_its_outage);
	tcase_add_test(all, a_login_that_another_does_later_meets_an_outage_once);
	tcase_add_test(all, each_of_several_has_an_outage_of_its_own);
	tcase_add_test(all, a_realm_has_outages_as_well);
	suite_add_tcase(suite, all);
	return suite;
}
