/* Portals: the rules of the chain, what the realm adds, and one logout for each login. */
#include "cred/portal.h"

#include "fake_plugins.h"
#include "log_lines.h"

#include <check.h>
#include <stdlib.h>

Suite *portal_suite(void);

#define CHECKERS_MAX 3

/* One portal with fakes on all sides. */
struct scene {
	struct verdict_cache *cache;
	struct fake_checker *checkers[CHECKERS_MAX];
	size_t checker_count;
	struct fake_realm *realm;
	struct portal *portal;
	struct login login;
	struct error error;
};

static void scene_add(struct scene *scene, const struct checker_type *type, enum verdict verdict,
		      const char *name)
{
	scene->checkers[scene->checker_count++] = fake_checker_create(type, verdict, name);
}

static void scene_open(struct scene *scene)
{
	struct checker **checkers = calloc(CHECKERS_MAX, sizeof(checkers[0]));

	for (size_t i = 0; i < scene->checker_count; i++)
		checkers[i] = &scene->checkers[i]->base;
	scene->cache = verdict_cache_create();
	scene->realm = fake_realm_create();
	scene->portal =
		portal_create(checkers, scene->checker_count, &scene->realm->base, scene->cache);
}

static void scene_close(struct scene *scene)
{
	login_end(&scene->login);
	portal_destroy(scene->portal);
	verdict_cache_destroy(scene->cache);
}

static enum login_outcome scene_login(struct scene *scene, const char *username,
				      const char *password)
{
	struct username_password credentials =
		username_password(octets_from(username), octets_from(password));

	return portal_login(scene->portal, &credentials.base, &fake_hasty, &scene->login,
			    &scene->error);
}

static enum login_outcome scene_login_anonymous(struct scene *scene)
{
	struct credentials credentials = credentials_anonymous();

	return portal_login(scene->portal, &credentials, &fake_hasty, &scene->login, &scene->error);
}

static void assert_name(const struct scene *scene, const char *name)
{
	ck_assert(octets_equal(avatar_id_name(&scene->login.avatar_id), octets_from(name)));
}

START_TEST(a_portal_accepts_what_its_checkers_accept)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_REFUSED, NULL);
	scene_add(&scene, &fake_checker_anonymous, VERDICT_REFUSED, NULL);
	scene_open(&scene);
	ck_assert_uint_eq(portal_interfaces(scene.portal),
			  IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD | IANONYMOUS);
	ck_assert_uint_eq(portal_checker_count(scene.portal), 2);
	ck_assert_ptr_eq(portal_checker(scene.portal, 1), &scene.checkers[1]->base);
	scene_close(&scene);
}
END_TEST

START_TEST(a_login_gets_an_avatar_and_one_logout)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "bob");
	scene_open(&scene);
	ck_assert_int_eq(scene_login(&scene, "bob", "hello"), LOGIN_GRANTED);
	ck_assert_ptr_eq(scene.login.avatar, &scene.realm->avatar);
	assert_name(&scene, "bob");
	ck_assert_uint_eq(scene.realm->logouts, 0);
	login_end(&scene.login);
	login_end(&scene.login);
	ck_assert_uint_eq(scene.realm->logouts, 1);
	scene_close(&scene);
}
END_TEST

#define GRANT  VERDICT_GRANTED
#define REFUSE VERDICT_REFUSED
#define BREAK  VERDICT_UNAVAILABLE
#define WAIT   VERDICT_LATER

/* L11, L12, L14, L18 to L20, L23; L24 and L27 below */
START_TEST(checkers_are_asked_in_order_until_one_grants)
{
	static const struct {
		const char *label;
		enum verdict verdicts[CHECKERS_MAX];
		enum login_outcome outcome;
		unsigned int asked; /* how many of them */
		bool refused;       /* by one of them, and granted by none */
	} rows[] = {
		{"the first grants", {GRANT, REFUSE, REFUSE}, LOGIN_GRANTED, 1, false},
		{"the first of two that would", {GRANT, GRANT, REFUSE}, LOGIN_GRANTED, 1, false},
		{"the second grants", {REFUSE, GRANT, REFUSE}, LOGIN_GRANTED, 2, false},
		{"the last grants", {REFUSE, REFUSE, GRANT}, LOGIN_GRANTED, 3, false},
		{"all refuse", {REFUSE, REFUSE, REFUSE}, LOGIN_REFUSED, 3, true},
		{"granted though one broke", {BREAK, GRANT, REFUSE}, LOGIN_GRANTED, 2, false},
		{"one broke, then refusals", {BREAK, REFUSE, REFUSE}, LOGIN_UNAVAILABLE, 3, true},
		{"one broke amid refusals", {REFUSE, BREAK, REFUSE}, LOGIN_UNAVAILABLE, 3, true},
		{"one broke after refusals", {REFUSE, REFUSE, BREAK}, LOGIN_UNAVAILABLE, 3, true},
		{"all broke", {BREAK, BREAK, BREAK}, LOGIN_UNAVAILABLE, 3, false},
		{"the first would block", {WAIT, GRANT, REFUSE}, LOGIN_LATER, 1, false},
		{"one would block after a refusal", {REFUSE, WAIT, GRANT}, LOGIN_LATER, 2, false},
		{"one would block after one broke", {BREAK, WAIT, GRANT}, LOGIN_LATER, 2, false},
		{"granted before one would block", {GRANT, WAIT, REFUSE}, LOGIN_GRANTED, 1, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene scene = {.checker_count = 0};
		unsigned int asked = 0;

		for (size_t j = 0; j < CHECKERS_MAX; j++)
			scene_add(&scene, &fake_checker_plain, rows[i].verdicts[j], "alice");
		scene_open(&scene);
		ck_assert_msg(scene_login(&scene, "alice", "secret") == rows[i].outcome, "%s",
			      rows[i].label);
		for (size_t j = 0; j < CHECKERS_MAX; j++) {
			ck_assert_msg(scene.checkers[j]->asked == (j < rows[i].asked), "%s: %zu",
				      rows[i].label, j);
			asked += scene.checkers[j]->asked;
		}
		ck_assert_msg(asked == rows[i].asked, "%s", rows[i].label);
		ck_assert_msg(scene.login.refused == rows[i].refused, "%s", rows[i].label);
		ck_assert_msg(!scene.login.avatar != (rows[i].outcome == LOGIN_GRANTED), "%s",
			      rows[i].label);
		ck_assert_msg(scene.realm->asked == (rows[i].outcome == LOGIN_GRANTED), "%s",
			      rows[i].label);
		scene_close(&scene);
	}
}
END_TEST

START_TEST(the_avatar_id_is_of_the_checker_that_grants)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_REFUSED, "mallory");
	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "al");
	scene_open(&scene);
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_GRANTED);
	assert_name(&scene, "al");
	ck_assert(octets_equal(avatar_id_name(&scene.realm->avatar_id), OCTETS("al")));
	scene_close(&scene);
}
END_TEST

START_TEST(nothing_of_the_login_before_remains)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_open(&scene);
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_GRANTED);
	ck_assert_int_eq(scene_login_anonymous(&scene), LOGIN_REFUSED);
	ck_assert_int_eq(scene.login.avatar_id.kind, AVATAR_ID_NOBODY);
	ck_assert_ptr_null(scene.login.avatar);
	scene_close(&scene);
}
END_TEST

START_TEST(credentials_that_no_checker_accepts_are_refused)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_open(&scene);
	ck_assert_int_eq(scene_login_anonymous(&scene), LOGIN_REFUSED);
	ck_assert_str_eq(scene.error.text, "no checker accepts 'anonymous'");
	ck_assert_uint_eq(scene.checkers[0]->asked, 0);
	scene_close(&scene);
}
END_TEST

START_TEST(who_was_known_once_must_be_known_again)
{
	struct username_password alice = username_password(OCTETS("alice"), OCTETS("secret"));
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_open(&scene);
	portal_login(scene.portal, &alice.base, &fake_hasty, &scene.login, &scene.error);
	ck_assert(alice.base.known);
	scene.checkers[0]->verdict = VERDICT_REFUSED;
	portal_login(scene.portal, &alice.base, &fake_hasty, &scene.login, &scene.error);
	ck_assert(!alice.base.known);
	scene_close(&scene);
}
END_TEST

START_TEST(a_portal_without_checkers_lets_nobody_in)
{
	struct scene scene = {.checker_count = 0};

	scene_open(&scene);
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_REFUSED);
	ck_assert_int_eq(scene_login_anonymous(&scene), LOGIN_REFUSED);
	scene_close(&scene);
}
END_TEST

START_TEST(every_checker_that_was_asked_says_why_not)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_REFUSED, NULL);
	scene_add(&scene, &fake_checker_anonymous, VERDICT_REFUSED, NULL);
	scene_add(&scene, &fake_checker_remembered, VERDICT_UNAVAILABLE, NULL);
	scene.checkers[0]->reason = "unknown user";
	scene.checkers[2]->reason = "cannot open 'users.db'";
	scene_open(&scene);
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_UNAVAILABLE);
	ck_assert_str_eq(scene.error.text, "checker 'plain': unknown user; "
					   "checker 'remembered': cannot open 'users.db'");
	scene_close(&scene);
}
END_TEST

START_TEST(who_presents_nothing_is_anonymous_where_that_is_allowed)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_add(&scene, &fake_checker_anonymous, VERDICT_GRANTED, NULL);
	avatar_id_set_anonymous(&scene.checkers[1]->avatar_id);
	scene_open(&scene);
	ck_assert_int_eq(scene_login_anonymous(&scene), LOGIN_GRANTED);
	ck_assert_int_eq(scene.realm->avatar_id.kind, AVATAR_ID_ANONYMOUS);
	ck_assert_uint_eq(scene.checkers[0]->asked, 0);
	scene_close(&scene);
}
END_TEST

START_TEST(who_presents_a_wrong_password_is_never_anonymous)
{
	static const struct {
		const char *label;
		const char *username;
	} rows[] = {
		{"some user", "alice"},
		{"no name", ""},
		{"a user called so", "anonymous"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scene scene = {.checker_count = 0};

		scene_add(&scene, &fake_checker_anonymous, VERDICT_GRANTED, NULL);
		scene_add(&scene, &fake_checker_plain, VERDICT_REFUSED, NULL);
		avatar_id_set_anonymous(&scene.checkers[0]->avatar_id);
		scene_open(&scene);
		ck_assert_msg(scene_login(&scene, rows[i].username, "wrong") == LOGIN_REFUSED, "%s",
			      rows[i].label);
		ck_assert_msg(scene.checkers[0]->asked == 0, "%s", rows[i].label);
		scene_close(&scene);
	}
}
END_TEST

START_TEST(the_realm_may_deny_whom_the_checkers_know)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_open(&scene);
	scene.realm->verdict = VERDICT_REFUSED;
	scene.realm->reason = "quota is used up";
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_DENIED);
	assert_name(&scene, "alice");
	ck_assert_str_eq(scene.error.text, "realm 'fake': quota is used up");
	ck_assert_uint_eq(scene.checkers[1]->asked, 0);
	login_end(&scene.login);
	ck_assert_uint_eq(scene.realm->logouts, 0);
	scene_close(&scene);
}
END_TEST

START_TEST(who_does_not_meet_the_requirement_never_comes_to_the_realm)
{
	struct requirement *requirement = requirement_create();
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "bob");
	scene_open(&scene);
	ck_assert(requirement_add(requirement, "user:bob", &scene.error));
	portal_require(scene.portal, requirement);
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_DENIED);
	ck_assert_str_eq(scene.error.text, "require: 'alice' is none of user:bob");
	assert_name(&scene, "alice");
	ck_assert_ptr_null(scene.login.avatar);
	ck_assert_uint_eq(scene.checkers[1]->asked, 0);
	ck_assert_uint_eq(scene.realm->asked, 0);
	avatar_id_set(&scene.checkers[0]->avatar_id, OCTETS("bob"));
	ck_assert_int_eq(scene_login(&scene, "bob", "secret"), LOGIN_GRANTED);
	scene_close(&scene);
}
END_TEST

START_TEST(a_realm_that_cannot_tell_is_unavailable)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_plain, VERDICT_GRANTED, "alice");
	scene_open(&scene);
	scene.realm->verdict = VERDICT_UNAVAILABLE;
	ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_UNAVAILABLE);
	ck_assert_ptr_null(scene.login.avatar);
	scene_close(&scene);
}
END_TEST

START_TEST(a_remembered_login_asks_the_realm_again)
{
	struct scene scene = {.checker_count = 0};

	scene_add(&scene, &fake_checker_remembered, VERDICT_GRANTED, "alice");
	scene_open(&scene);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(scene_login(&scene, "alice", "secret"), LOGIN_GRANTED);
		login_end(&scene.login);
	}
	ck_assert_uint_eq(scene.checkers[0]->asked, 1);
	ck_assert_uint_eq(scene.realm->asked, 3);
	ck_assert_uint_eq(scene.realm->logouts, 3);
	scene_close(&scene);
}
END_TEST

START_TEST(a_portal_takes_its_plug_ins_along)
{
	struct scene scene = {.checker_count = 0};
	unsigned int ended = 0;

	scene_add(&scene, &fake_checker_plain, VERDICT_REFUSED, NULL);
	scene_add(&scene, &fake_checker_anonymous, VERDICT_REFUSED, NULL);
	scene_open(&scene);
	scene.checkers[0]->ended = &ended;
	scene.checkers[1]->ended = &ended;
	scene.realm->ended = &ended;
	scene_close(&scene);
	ck_assert_uint_eq(ended, 3);
	portal_destroy(NULL);
}
END_TEST

Suite *portal_suite(void)
{
	Suite *suite = suite_create("portal");
	TCase *named = tcase_create("named");
	TCase *anonymous = tcase_create("anonymous");

	tcase_add_checked_fixture(named, log_lines_setup, NULL);
	tcase_add_test(named, a_portal_accepts_what_its_checkers_accept);
	tcase_add_test(named, checkers_are_asked_in_order_until_one_grants);
	tcase_add_test(named, the_avatar_id_is_of_the_checker_that_grants);
	tcase_add_test(named, nothing_of_the_login_before_remains);
	tcase_add_test(named, credentials_that_no_checker_accepts_are_refused);
	tcase_add_test(named, who_was_known_once_must_be_known_again);
	tcase_add_test(named, a_portal_without_checkers_lets_nobody_in);
	tcase_add_test(named, every_checker_that_was_asked_says_why_not);
	suite_add_tcase(suite, named);
	tcase_add_test(anonymous, who_presents_nothing_is_anonymous_where_that_is_allowed);
	tcase_add_test(anonymous, who_presents_a_wrong_password_is_never_anonymous);
	suite_add_tcase(suite, anonymous);
	tcase_add_test(named, a_login_gets_an_avatar_and_one_logout);
	tcase_add_test(named, the_realm_may_deny_whom_the_checkers_know);
	tcase_add_test(named, who_does_not_meet_the_requirement_never_comes_to_the_realm);
	tcase_add_test(named, a_realm_that_cannot_tell_is_unavailable);
	tcase_add_test(named, a_remembered_login_asks_the_realm_again);
	tcase_add_test(named, a_portal_takes_its_plug_ins_along);
	return suite;
}
