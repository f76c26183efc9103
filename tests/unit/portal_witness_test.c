/* The witness of a login: what it hears, and from whom. */
#include "cred/portal.h"
#include "fake_plugins.h"
#include "postern/container.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *portal_witness_suite(void);

#define CHECKERS 3

struct transcript {
	struct portal_witness base;
	char text[256];
};

static void write_down(struct portal_witness *witness, const struct checker *checker,
		       enum verdict verdict, const struct avatar_id *avatar_id,
		       const struct error *reason)
{
	struct transcript *transcript = container_of(witness, struct transcript, base);
	size_t used = strlen(transcript->text);

	snprintf(transcript->text + used, sizeof(transcript->text) - used, "%s %d '%s' '%s'\n",
		 checker ? checker->type->base.name : "realm", verdict, avatar_id->name,
		 reason->text);
}

/* The second accepts nobody who has a name. */
static struct checker **make_checkers(void)
{
	struct checker **checkers = calloc(CHECKERS, sizeof(checkers[0]));
	struct fake_checker *locked =
		fake_checker_create(&fake_checker_remembered, VERDICT_UNAVAILABLE, NULL);

	locked->reason = "locked";
	checkers[0] = &locked->base;
	checkers[1] = &fake_checker_create(&fake_checker_anonymous, VERDICT_GRANTED, NULL)->base;
	checkers[2] = &fake_checker_create(&fake_checker_plain, VERDICT_GRANTED, "al")->base;
	return checkers;
}

START_TEST(a_witness_hears_every_verdict_in_order)
{
	struct username_password alice = username_password(OCTETS("alice"), OCTETS("secret"));
	struct transcript transcript = {.base.hear = write_down};
	struct verdict_cache *cache = verdict_cache_create();
	struct fake_realm *realm = fake_realm_create();
	struct portal *portal = portal_create(make_checkers(), CHECKERS, &realm->base, cache);
	struct login login;
	struct error error;

	realm->verdict = VERDICT_REFUSED;
	realm->reason = "nobody may";
	ck_assert_int_eq(portal_login_before(portal, &alice.base, &fake_hasty, &transcript.base,
					     &login, &error),
			 LOGIN_DENIED);
	ck_assert_str_eq(transcript.text, "remembered -1 '' 'checker 'remembered': locked'\n"
					  "plain 1 'al' ''\n"
					  "realm 0 'al' 'realm 'fake': nobody may'\n");
	portal_destroy(portal);
	verdict_cache_destroy(cache);
}
END_TEST

Suite *portal_witness_suite(void)
{
	Suite *suite = suite_create("portal_witness");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_witness_hears_every_verdict_in_order);
	suite_add_tcase(suite, all);
	return suite;
}
