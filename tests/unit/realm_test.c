/* The wrapper around realms and avatars: no avatar comes of nonsense, and each logs out. */
#include "cred/realm.h"

#include "base/log.h"
#include "fake_plugins.h"

#include <check.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

Suite *realm_suite(void);

static const struct plugin_type *const types[] = {
	&fake_realm_type.base,
	NULL,
};

static struct avatar_id alice(void)
{
	struct avatar_id avatar_id;

	avatar_id_set(&avatar_id, OCTETS("alice"));
	return avatar_id;
}

START_TEST(a_string_names_the_type)
{
	struct error error;
	struct realm *realm =
		realm_create("fake", (struct origin){.directory = "/"}, types, &error);

	ck_assert_ptr_nonnull(realm);
	ck_assert_ptr_eq(realm->type, &fake_realm_type);
	realm_destroy(realm);
	realm_destroy(NULL);
}
END_TEST

START_TEST(a_string_that_makes_no_sense_is_an_error)
{
	struct error error;

	ck_assert_ptr_null(realm_create("files", (struct origin){.directory = "/"}, types, &error));
	ck_assert_str_eq(error.text, "cannot find realm type 'files', there is only 'fake'");
	ck_assert_ptr_null(
		realm_create("fake:fail=yes", (struct origin){.directory = "/"}, types, &error));
	ck_assert_str_eq(error.text, "realm 'fake': cannot do it");
	ck_assert_ptr_null(
		realm_create("fake:www", (struct origin){.directory = "/"}, types, &error));
	ck_assert_str_eq(error.text, "realm 'fake': unexpected 'www'");
}
END_TEST

START_TEST(granted_comes_with_an_avatar)
{
	struct fake_realm *fake = fake_realm_create();
	struct avatar_id avatar_id = alice();
	struct avatar *avatar;
	struct error error;

	ck_assert_int_eq(realm_request_avatar(&fake->base, &avatar_id, &avatar, &error),
			 VERDICT_GRANTED);
	ck_assert_ptr_eq(avatar, &fake->avatar);
	ck_assert(octets_equal(avatar_id_name(&fake->avatar_id), OCTETS("alice")));
	realm_destroy(&fake->base);
}
END_TEST

START_TEST(any_other_verdict_comes_with_none)
{
	static const struct {
		const char *label;
		enum verdict answer;
		bool no_avatar;
		const char *reason;
		enum verdict verdict;
		const char *error;
		bool logged;
	} rows[] = {
		{"denied", VERDICT_REFUSED, false, "quota is used up", VERDICT_REFUSED,
		 "realm 'fake': quota is used up", false},
		{"no reason", VERDICT_REFUSED, true, NULL, VERDICT_REFUSED,
		 "realm 'fake': it gave no reason", false},
		{"unavailable", VERDICT_UNAVAILABLE, false, "disk is gone", VERDICT_UNAVAILABLE,
		 "realm 'fake': disk is gone", false},
		{"granted, and no avatar", VERDICT_GRANTED, true, NULL, VERDICT_UNAVAILABLE,
		 "realm 'fake': bug: it granted without an avatar", true},
		{"later", VERDICT_LATER, false, NULL, VERDICT_UNAVAILABLE,
		 "realm 'fake': bug: it said later", true},
		{"no verdict", (enum verdict)17, false, NULL, VERDICT_UNAVAILABLE,
		 "realm 'fake': bug: its verdict is none", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake_realm *fake = fake_realm_create();
		struct avatar_id avatar_id = alice();
		struct avatar *avatar = &fake->avatar;
		int log = memfd_create("log", MFD_CLOEXEC);
		struct error error;

		log_open_descriptor(log, LOG_LEVEL_INFO);
		fake->verdict = rows[i].answer;
		fake->no_avatar = rows[i].no_avatar;
		fake->reason = rows[i].reason;
		ck_assert_msg(realm_request_avatar(&fake->base, &avatar_id, &avatar, &error) ==
				      rows[i].verdict,
			      "%s", rows[i].label);
		ck_assert_msg(!avatar, "%s", rows[i].label);
		ck_assert_str_eq(error.text, rows[i].error);
		ck_assert_msg((lseek(log, 0, SEEK_END) > 0) == rows[i].logged, "%s", rows[i].label);
		close(log);
		realm_destroy(&fake->base);
	}
}
END_TEST

START_TEST(to_ask_for_nobody_is_a_bug)
{
	const struct avatar_id nobody = {.kind = AVATAR_ID_NOBODY};
	struct fake_realm *fake = fake_realm_create();
	struct avatar *avatar;
	struct error error;

	realm_request_avatar(&fake->base, &nobody, &avatar, &error);
}
END_TEST

START_TEST(an_avatar_responds_and_logs_out)
{
	struct fake_realm *fake = fake_realm_create();

	avatar_respond(&fake->avatar, NULL, NULL);
	avatar_logout(&fake->avatar);
	ck_assert_uint_eq(fake->responses, 1);
	ck_assert_uint_eq(fake->logouts, 1);
	realm_destroy(&fake->base);
}
END_TEST

START_TEST(an_avatar_needs_no_logout)
{
	static const struct avatar_type silent = {.logout = NULL};
	struct avatar avatar = {.type = &silent};

	avatar_logout(&avatar);
}
END_TEST

START_TEST(a_realm_says_where_it_writes)
{
	struct fake_realm *fake = fake_realm_create();

	ck_assert_ptr_null(realm_writes(&fake->base));
	fake->writes = "/srv/users";
	ck_assert_str_eq(realm_writes(&fake->base), "/srv/users");
	realm_destroy(&fake->base);
}
END_TEST

Suite *realm_suite(void)
{
	Suite *suite = suite_create("realm");
	TCase *strings = tcase_create("strings");
	TCase *avatars = tcase_create("avatars");

	tcase_add_test(strings, a_string_names_the_type);
	tcase_add_test(strings, a_string_that_makes_no_sense_is_an_error);
	tcase_add_test(strings, a_realm_says_where_it_writes);
	suite_add_tcase(suite, strings);
	tcase_add_test(avatars, granted_comes_with_an_avatar);
	tcase_add_test(avatars, any_other_verdict_comes_with_none);
	tcase_add_test_raise_signal(avatars, to_ask_for_nobody_is_a_bug, SIGABRT);
	tcase_add_test(avatars, an_avatar_responds_and_logs_out);
	tcase_add_test(avatars, an_avatar_needs_no_logout);
	suite_add_tcase(suite, avatars);
	return suite;
}
