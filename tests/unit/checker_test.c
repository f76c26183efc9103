/* The wrapper around checkers: what it does not let through, and what it remembers. */
#include "cred/checker.h"

#include "base/log.h"
#include "fake_plugins.h"

#include <check.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

Suite *checker_suite(void);

/* One checker and all that it takes to ask it. */
struct question {
	struct verdict_cache *cache;
	struct fake_checker *fake;
	struct avatar_id avatar_id;
	struct error error;
};

static struct question question(const struct checker_type *type, enum verdict verdict,
				const char *name)
{
	struct question question = {.fake = fake_checker_create(type, verdict, name)};

	question.cache = verdict_cache_create();
	return question;
}

static void question_end(struct question *question)
{
	checker_destroy(&question->fake->base);
	verdict_cache_destroy(question->cache);
}

static enum verdict ask(struct question *question, struct credentials *credentials,
			const struct caller *caller)
{
	avatar_id_set(&question->avatar_id, OCTETS("somebody else"));
	return checker_request_avatar_id(&question->fake->base, question->cache, credentials,
					 caller, &question->avatar_id, &question->error);
}

static enum verdict ask_with_password(struct question *question, const char *username,
				      const char *password)
{
	struct username_password credentials =
		username_password(octets_from(username), octets_from(password));

	return ask(question, &credentials.base, &fake_patient);
}

START_TEST(granted_says_who)
{
	struct question plain = question(&fake_checker_plain, VERDICT_GRANTED, "alice");

	ck_assert_int_eq(ask_with_password(&plain, "alice", "secret"), VERDICT_GRANTED);
	ck_assert(octets_equal(avatar_id_name(&plain.avatar_id), OCTETS("alice")));
	question_end(&plain);
}
END_TEST

START_TEST(any_other_verdict_says_nobody)
{
	static const struct {
		const char *label;
		enum verdict verdict;
		const char *reason;
		const char *error;
	} rows[] = {
		{"refused", VERDICT_REFUSED, "wrong password", "checker 'plain': wrong password"},
		{"unavailable", VERDICT_UNAVAILABLE, "cannot open 'x'",
		 "checker 'plain': cannot open 'x'"},
		{"no reason", VERDICT_REFUSED, NULL, "checker 'plain': it gave no reason"},
		{"later", VERDICT_LATER, NULL, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct question plain = question(&fake_checker_plain, rows[i].verdict, "alice");
		struct credentials alice = fake_hashed("alice");

		plain.fake->reason = rows[i].reason;
		ck_assert_msg(ask(&plain, &alice, &fake_hasty) == rows[i].verdict, "%s",
			      rows[i].label);
		ck_assert_msg(plain.avatar_id.kind == AVATAR_ID_NOBODY, "%s", rows[i].label);
		if (rows[i].error)
			ck_assert_str_eq(plain.error.text, rows[i].error);
		question_end(&plain);
	}
}
END_TEST

START_TEST(credentials_of_another_interface_are_refused_unasked)
{
	struct username_password alice = username_password(OCTETS("alice"), OCTETS("secret"));
	struct credentials hashed = fake_hashed("alice");
	struct credentials anonymous = credentials_anonymous();
	const struct {
		const char *label;
		unsigned int accepted;
		struct credentials *credentials;
		const char *error;
	} rows[] = {
		{"anonymous to passwords", IUSERNAME_PASSWORD, &anonymous,
		 "checker 'plain': accepts no 'anonymous'"},
		{"hash to passwords", IUSERNAME_PASSWORD, &hashed,
		 "checker 'plain': accepts no 'fake hash'"},
		{"password to hashes", IUSERNAME_HASHED_PASSWORD, &alice.base,
		 "checker 'plain': accepts no 'username and password'"},
		{"password to anonymous", IANONYMOUS, &alice.base,
		 "checker 'plain': accepts no 'username and password'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct question plain = question(&fake_checker_plain, VERDICT_GRANTED, "alice");

		plain.fake->base.interfaces = rows[i].accepted;
		ck_assert_msg(ask(&plain, rows[i].credentials, &fake_patient) == VERDICT_REFUSED,
			      "%s", rows[i].label);
		ck_assert_msg(plain.fake->asked == 0, "%s", rows[i].label);
		ck_assert_str_eq(plain.error.text, rows[i].error);
		question_end(&plain);
	}
}
END_TEST

START_TEST(a_user_name_has_1_to_255_bytes)
{
	static const char long_name[AVATAR_ID_MAX + 1] = {'x'};
	static const struct {
		const char *label;
		size_t length;
		enum verdict verdict;
	} rows[] = {
		{"empty", 0, VERDICT_REFUSED},
		{"longest", AVATAR_ID_MAX, VERDICT_GRANTED},
		{"too long", AVATAR_ID_MAX + 1, VERDICT_REFUSED},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct question plain = question(&fake_checker_plain, VERDICT_GRANTED, "alice");
		struct octets name = {.data = long_name, .length = rows[i].length};
		struct username_password credentials = username_password(name, OCTETS("secret"));

		ck_assert_msg(ask(&plain, &credentials.base, &fake_patient) == rows[i].verdict,
			      "%s", rows[i].label);
		question_end(&plain);
	}
}
END_TEST

static int log_to_memory(void)
{
	int descriptor = memfd_create("log", MFD_CLOEXEC);

	ck_assert_int_ge(descriptor, 0);
	log_open_descriptor(descriptor, LOG_LEVEL_INFO);
	return descriptor;
}

START_TEST(a_bug_of_the_checker_lets_nobody_in_and_is_logged)
{
	static const struct {
		const char *label;
		enum verdict verdict;
		struct avatar_id avatar_id;
		const char *error;
	} rows[] = {
		{"granted nobody",
		 VERDICT_GRANTED,
		 {.kind = AVATAR_ID_NOBODY},
		 "checker 'plain': bug: it granted without an avatar id"},
		{"granted an empty name",
		 VERDICT_GRANTED,
		 {.kind = AVATAR_ID_NAMED},
		 "checker 'plain': bug: it granted without an avatar id"},
		{"granted a name that is too long",
		 VERDICT_GRANTED,
		 {.kind = AVATAR_ID_NAMED, .length = AVATAR_ID_MAX + 1},
		 "checker 'plain': bug: it granted without an avatar id"},
		{"granted anonymous with a name",
		 VERDICT_GRANTED,
		 {.kind = AVATAR_ID_ANONYMOUS, .length = 1, .name = "x"},
		 "checker 'plain': bug: it granted without an avatar id"},
		{"granted what is no kind",
		 VERDICT_GRANTED,
		 {.kind = (enum avatar_id_kind)7, .length = 1, .name = "x"},
		 "checker 'plain': bug: it granted without an avatar id"},
		{"later, where it may block",
		 VERDICT_LATER,
		 {.kind = AVATAR_ID_NOBODY},
		 "checker 'plain': bug: it said later where it may block"},
		{"no verdict",
		 (enum verdict)17,
		 {.kind = AVATAR_ID_NAMED, .length = 1, .name = "x"},
		 "checker 'plain': bug: its verdict is none"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct question plain = question(&fake_checker_plain, rows[i].verdict, NULL);
		int log = log_to_memory();

		plain.fake->avatar_id = rows[i].avatar_id;
		ck_assert_msg(ask_with_password(&plain, "alice", "secret") == VERDICT_UNAVAILABLE,
			      "%s", rows[i].label);
		ck_assert_msg(plain.avatar_id.kind == AVATAR_ID_NOBODY, "%s", rows[i].label);
		ck_assert_str_eq(plain.error.text, rows[i].error);
		ck_assert_msg(lseek(log, 0, SEEK_END) > 0, "%s", rows[i].label);
		close(log);
		question_end(&plain);
	}
}
END_TEST

START_TEST(a_granted_password_is_remembered)
{
	struct question slow = question(&fake_checker_remembered, VERDICT_GRANTED, "Alice");

	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(ask_with_password(&slow, "alice", "secret"), VERDICT_GRANTED);
		ck_assert(octets_equal(avatar_id_name(&slow.avatar_id), OCTETS("Alice")));
	}
	ck_assert_uint_eq(slow.fake->asked, 1);
	question_end(&slow);
}
END_TEST

START_TEST(a_remembered_login_helps_no_other)
{
	struct question slow = question(&fake_checker_remembered, VERDICT_GRANTED, "alice");
	struct credentials hashed = fake_hashed("alice");

	ask_with_password(&slow, "alice", "secret");
	slow.fake->verdict = VERDICT_REFUSED;
	ck_assert_int_eq(ask_with_password(&slow, "alice", "Secret"), VERDICT_REFUSED);
	ck_assert_int_eq(ask_with_password(&slow, "bob", "secret"), VERDICT_REFUSED);
	ck_assert_int_eq(ask_with_password(&slow, "alicesecret", ""), VERDICT_REFUSED);
	ck_assert_int_eq(ask(&slow, &hashed, &fake_patient), VERDICT_REFUSED);
	ck_assert_int_eq(ask_with_password(&slow, "alice", "secret"), VERDICT_GRANTED);
	question_end(&slow);
}
END_TEST

START_TEST(another_generation_forgets)
{
	struct question slow = question(&fake_checker_remembered, VERDICT_GRANTED, "alice");

	ask_with_password(&slow, "alice", "secret");
	slow.fake->generation++;
	slow.fake->verdict = VERDICT_REFUSED;
	ck_assert_int_eq(ask_with_password(&slow, "alice", "secret"), VERDICT_REFUSED);
	question_end(&slow);
}
END_TEST

START_TEST(what_changed_while_the_checker_was_asked_is_not_remembered)
{
	struct question slow = question(&fake_checker_remembered, VERDICT_GRANTED, "alice");

	slow.fake->data_change = true;
	ask_with_password(&slow, "alice", "secret");
	slow.fake->verdict = VERDICT_REFUSED;
	ck_assert_int_eq(ask_with_password(&slow, "alice", "secret"), VERDICT_REFUSED);
	question_end(&slow);
}
END_TEST

START_TEST(only_granted_is_remembered)
{
	static const struct {
		const char *label;
		enum verdict verdict;
		const char *name;
	} rows[] = {
		{"refused", VERDICT_REFUSED, NULL},
		{"unavailable", VERDICT_UNAVAILABLE, NULL},
		{"nonsense", VERDICT_GRANTED, NULL},
		{"later, where it may block", VERDICT_LATER, NULL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct question slow =
			question(&fake_checker_remembered, rows[i].verdict, rows[i].name);
		int log = log_to_memory();

		ask_with_password(&slow, "alice", "secret");
		slow.fake->verdict = VERDICT_GRANTED;
		avatar_id_set(&slow.fake->avatar_id, OCTETS("alice"));
		ask_with_password(&slow, "alice", "secret");
		ck_assert_msg(slow.fake->asked == 2, "%s", rows[i].label);
		close(log);
		question_end(&slow);
	}
}
END_TEST

START_TEST(a_checker_that_is_fast_is_asked_each_time)
{
	struct question plain = question(&fake_checker_plain, VERDICT_GRANTED, "alice");

	ask_with_password(&plain, "alice", "secret");
	ask_with_password(&plain, "alice", "secret");
	ck_assert_uint_eq(plain.fake->asked, 2);
	question_end(&plain);
}
END_TEST

START_TEST(checkers_share_no_memory)
{
	struct question slow = question(&fake_checker_remembered, VERDICT_GRANTED, "alice");
	struct fake_checker *first = slow.fake;

	ask_with_password(&slow, "alice", "secret");
	slow.fake = fake_checker_create(&fake_checker_remembered, VERDICT_REFUSED, NULL);
	ck_assert_int_eq(ask_with_password(&slow, "alice", "secret"), VERDICT_REFUSED);
	checker_destroy(&first->base);
	question_end(&slow);
}
END_TEST

START_TEST(a_checker_says_where_it_writes)
{
	struct fake_checker *plain =
		fake_checker_create(&fake_checker_plain, VERDICT_REFUSED, NULL);
	struct fake_checker *silent =
		fake_checker_create(&fake_checker_anonymous, VERDICT_REFUSED, NULL);

	ck_assert_ptr_null(checker_writes(&plain->base));
	plain->writes = "/srv/users.db";
	ck_assert_str_eq(checker_writes(&plain->base), "/srv/users.db");
	ck_assert_ptr_null(checker_writes(&silent->base));
	checker_destroy(&plain->base);
	checker_destroy(&silent->base);
}
END_TEST

START_TEST(to_write_nobody_knows_where_is_a_bug)
{
	struct fake_checker *plain =
		fake_checker_create(&fake_checker_plain, VERDICT_REFUSED, NULL);

	plain->writes = "users.db";
	checker_writes(&plain->base);
}
END_TEST

static bool count_start(struct checker *checker, const char *root, struct error *error)
{
	(void)root;
	(void)error;
	fake_checker_from(checker)->asked++;
	return true;
}

START_TEST(a_shared_checker_starts_once_and_ends_with_its_last_owner)
{
	struct checker_type type = fake_checker_plain;
	struct fake_checker *fake = fake_checker_create(&type, VERDICT_REFUSED, NULL);
	unsigned int ended = 0;

	type.start = count_start;
	fake->ended = &ended;
	ck_assert_ptr_eq(checker_share(&fake->base), &fake->base);
	ck_assert(checker_start(&fake->base, NULL, NULL));
	ck_assert(checker_start(&fake->base, NULL, NULL));
	ck_assert_uint_eq(fake->asked, 1);
	checker_destroy(&fake->base);
	ck_assert_uint_eq(ended, 0);
	checker_destroy(&fake->base);
	ck_assert_uint_eq(ended, 1);
}
END_TEST

Suite *checker_suite(void)
{
	Suite *suite = suite_create("checker");
	TCase *verdicts = tcase_create("verdicts");
	TCase *memory = tcase_create("memory");

	tcase_add_test(verdicts, granted_says_who);
	tcase_add_test(verdicts, any_other_verdict_says_nobody);
	tcase_add_test(verdicts, credentials_of_another_interface_are_refused_unasked);
	tcase_add_test(verdicts, a_user_name_has_1_to_255_bytes);
	tcase_add_test(verdicts, a_bug_of_the_checker_lets_nobody_in_and_is_logged);
	tcase_add_test(verdicts, a_shared_checker_starts_once_and_ends_with_its_last_owner);
	suite_add_tcase(suite, verdicts);
	tcase_add_test(verdicts, a_checker_says_where_it_writes);
	tcase_add_test_raise_signal(verdicts, to_write_nobody_knows_where_is_a_bug, SIGABRT);
	tcase_add_test(memory, a_granted_password_is_remembered);
	tcase_add_test(memory, a_remembered_login_helps_no_other);
	tcase_add_test(memory, another_generation_forgets);
	tcase_add_test(memory, what_changed_while_the_checker_was_asked_is_not_remembered);
	tcase_add_test(memory, only_granted_is_remembered);
	tcase_add_test(memory, a_checker_that_is_fast_is_asked_each_time);
	tcase_add_test(memory, checkers_share_no_memory);
	suite_add_tcase(suite, memory);
	return suite;
}
