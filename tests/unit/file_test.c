/* The checker of a file with user:password lines, and what happens when the file changes. */
#include "clock.h"

#include "cred/checker.h"
#include "fake_digest.h"
#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *file_suite(void);

static struct checker *create(void)
{
	struct error error;
	struct checker *checker =
		checker_create("file:users", (struct origin){.directory = scratch_directory()},
			       checker_types, &error);

	ck_assert_msg(checker, "%s", error.text);
	return checker;
}

static struct checker *create_with(struct octets text)
{
	scratch_write("users", text);
	return create();
}

/* In one slot and turn. */
static enum verdict ask_in(struct checker *checker, unsigned int slot, uint64_t turn,
			   const char *user, const char *password, struct error *error)
{
	const struct caller caller = {.slot = slot, .turn = turn};
	struct username_password basic =
		username_password(octets_from(user), octets_from(password));
	struct avatar_id avatar_id;

	return checker_request_avatar_id(checker, NULL, &basic.base, &caller, &avatar_id, error);
}

/* In slot 0, each time in another turn. */
static enum verdict ask(struct checker *checker, const char *user, const char *password)
{
	static uint64_t turn = 1000;
	struct error error;

	return ask_in(checker, 0, turn++, user, password, &error);
}

START_TEST(lines_are_accounts)
{
	static const struct {
		const char *label;
		const char *user, *password;
		enum verdict verdict;
	} rows[] = {
		{"plain", "alice", "secret", VERDICT_GRANTED},
		{"colons within the password", "bob", "a:b:c", VERDICT_GRANTED},
		{"spaces within the password", "carol", " open sesame ", VERDICT_GRANTED},
		{"carriage return and newline", "dora", "dos", VERDICT_GRANTED},
		{"'#' within", "emil", "#1", VERDICT_GRANTED},
		{"the last line", "fred", "last", VERDICT_GRANTED},
		{"wrong", "alice", "wrong", VERDICT_REFUSED},
		{"unknown", "mallory", "secret", VERDICT_REFUSED},
		{"commented out", "#gina", "gone", VERDICT_REFUSED},
		{"commented out", "gina", "gone", VERDICT_REFUSED},
		{"carriage return within", "dora", "dos\r", VERDICT_REFUSED},
	};
	struct checker *checker = create_with(OCTETS("# users\n\nalice:secret\nbob:a:b:c\n"
						     "carol: open sesame \ndora:dos\r\n\r\n"
						     "emil:#1\n#gina:gone\nfred:last\n"));

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(ask(checker, rows[i].user, rows[i].password) == rows[i].verdict, "%s",
			      rows[i].label);
	checker_destroy(checker);
}
END_TEST

START_TEST(digest_is_served_too)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));
	struct fake_digest right = fake_digest(OCTETS("alice"), OCTETS("secret"));
	struct fake_digest wrong = fake_digest(OCTETS("alice"), OCTETS("wrong"));
	const struct caller caller = {.slot = 0};
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_int_eq(
		checker_request_avatar_id(checker, NULL, &right.base, &caller, &avatar_id, &error),
		VERDICT_GRANTED);
	ck_assert_int_eq(
		checker_request_avatar_id(checker, NULL, &wrong.base, &caller, &avatar_id, &error),
		VERDICT_REFUSED);
	checker_destroy(checker);
}
END_TEST

static const struct {
	const char *label;
	struct octets text;
	const char *error; /* it holds this */
} malformed[] = {
	{"no colon", OCTETS("alice:secret\nbob\n"), "line 2: no ':'"},
	{"empty name", OCTETS(":secret\n"), "line 1: user name is empty"},
	{"empty password", OCTETS("\n\nalice:\n"), "line 3: password of 'alice' is empty"},
	{"name not prepared", OCTETS("a:x\nJose\xcc\x81:x\n"), "line 2: user name 'Jose"},
	{"password not prepared", OCTETS("alice:\xe9\n"), "line 1: password of 'alice' can never"},
	{"twice", OCTETS("a:x\nalice:1\nb:y\nalice:2\n"), "line 4: user name 'alice' stands"},
	{"binary", OCTETS("alice:secret\n\0\x01\x02\n"), "line 2: no ':'"},
};

/* What a writer has left when it is halfway: a part of a password must not be one. */
START_TEST(half_a_file_is_no_file)
{
	static const char *const halves[] = {"", "alice:sec", "alice:secret\nbo"};

	for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++) {
		struct error error;

		scratch_write("users", octets_from(halves[i]));
		ck_assert_msg(!checker_create("file:users",
					      (struct origin){.directory = scratch_directory()},
					      checker_types, &error),
			      "'%s'", halves[i]);
		ck_assert_ptr_nonnull(strstr(error.text, "being written"));
	}
}
END_TEST

START_TEST(a_malformed_file_stops_the_start)
{
	struct error error;

	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		scratch_write("users", malformed[i].text);
		ck_assert_msg(!checker_create("file:users",
					      (struct origin){.directory = scratch_directory()},
					      checker_types, &error),
			      "%s", malformed[i].label);
		ck_assert_msg(strstr(error.text, malformed[i].error) &&
				      strstr(error.text, scratch_path("users")),
			      "%s: %s", malformed[i].label, error.text);
	}
}
END_TEST

START_TEST(what_is_no_readable_file_stops_the_start)
{
	static const struct {
		const char *string;
		const char *error; /* it holds this */
		bool no_input;
	} rows[] = {
		{"file", "expected a path", false},
		{"file:none", "No such file or directory", true},
		{"file:directory", "not a regular file", true},
		{"file:pipe", "not a regular file", true},
		{"file:large", "longer than 16777216 bytes", false},
		{"file:empty", "empty", false},
		{"file:users:more", "unexpected 'more'", false},
	};
	struct error error;

	scratch_write("users", OCTETS("alice:secret\n"));
	scratch_write("empty", OCTETS(""));
	scratch_write("large", OCTETS("alice:secret\n"));
	ck_assert_int_eq(truncate(scratch_path("large"), (16 << 20) + 1), 0);
	ck_assert_int_eq(mkdir(scratch_path("directory"), 0700), 0);
	ck_assert_int_eq(mkfifo(scratch_path("pipe"), 0600), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(!checker_create(rows[i].string,
					      (struct origin){.directory = scratch_directory()},
					      checker_types, &error),
			      "%s", rows[i].string);
		ck_assert_msg(strstr(error.text, rows[i].error), "%s: %s", rows[i].string,
			      error.text);
		ck_assert_msg(error.no_input == rows[i].no_input, "%s", rows[i].string);
	}
}
END_TEST

START_TEST(a_change_counts_from_the_next_turn)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));
	struct error error;

	ck_assert_int_eq(ask_in(checker, 0, 1, "alice", "secret", &error), VERDICT_GRANTED);
	ck_assert_int_eq(ask_in(checker, 1, 1, "alice", "secret", &error), VERDICT_GRANTED);
	scratch_replace("users", OCTETS("alice:changed\n"));
	ck_assert_int_eq(ask_in(checker, 0, 1, "alice", "secret", &error), VERDICT_GRANTED);
	ck_assert_int_eq(ask_in(checker, 0, 2, "alice", "secret", &error), VERDICT_REFUSED);
	ck_assert_int_eq(ask_in(checker, 0, 2, "alice", "changed", &error), VERDICT_GRANTED);
	ck_assert_int_eq(ask_in(checker, 1, 2, "alice", "secret", &error), VERDICT_REFUSED);
	ck_assert_int_eq(ask_in(checker, 1, 2, "alice", "changed", &error), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

START_TEST(changes_of_the_same_size_in_the_same_instant_count)
{
	struct checker *checker = create_with(OCTETS("alice:0\n"));
	char text[] = "alice:0\n";
	char password[] = "0";

	for (int i = 0; i < 100; i++) {
		password[0] = text[6] = (char)('0' + i % 10);
		scratch_write("users", octets_from(text));
		ck_assert_msg(ask(checker, "alice", password) == VERDICT_GRANTED, "change %d", i);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(a_change_whose_time_was_set_back_counts)
{
	struct checker *checker = create_with(OCTETS("alice:one\n"));
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};

	ck_assert_int_eq(utimensat(AT_FDCWD, scratch_path("users"), past, 0), 0);
	clock_advance(CLOCK_REALTIME, 10);
	ck_assert_int_eq(ask(checker, "alice", "one"), VERDICT_GRANTED);
	scratch_write("users", OCTETS("alice:two\n"));
	ck_assert_int_eq(utimensat(AT_FDCWD, scratch_path("users"), past, 0), 0);
	ck_assert_int_eq(ask(checker, "alice", "one"), VERDICT_REFUSED);
	ck_assert_int_eq(ask(checker, "alice", "two"), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

static uint64_t generation(struct checker *checker, uint64_t turn)
{
	const struct caller caller = {.slot = 0, .turn = turn};

	return checker->type->generation(checker, &caller);
}

START_TEST(the_generation_is_another_after_a_change_and_only_then)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));
	uint64_t before, after;

	clock_advance(CLOCK_REALTIME, 10);
	before = generation(checker, 1);
	ck_assert_uint_eq(generation(checker, 2), before);
	scratch_replace("users", OCTETS("alice:changed\n"));
	after = generation(checker, 3);
	ck_assert_uint_ne(after, before);
	ck_assert_uint_eq(generation(checker, 4), after);
	checker_destroy(checker);
}
END_TEST

START_TEST(what_has_just_changed_may_have_changed_again)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));
	uint64_t before = generation(checker, 1);

	ck_assert_uint_ne(generation(checker, 2), before);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_broken_file_refuses_nobody_and_recovers)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));

	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		struct error error;

		scratch_replace("users", malformed[i].text);
		ck_assert_msg(ask_in(checker, 0, 2 * i, "alice", "wrong", &error) ==
				      VERDICT_UNAVAILABLE,
			      "%s", malformed[i].label);
		ck_assert_msg(strstr(error.text, malformed[i].error), "%s: %s", malformed[i].label,
			      error.text);
		scratch_replace("users", OCTETS("alice:secret\n"));
		ck_assert_int_eq(ask_in(checker, 0, 2 * i + 1, "alice", "secret", &error),
				 VERDICT_GRANTED);
	}
	checker_destroy(checker);
}
END_TEST

START_TEST(a_missing_file_refuses_nobody_and_recovers)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));
	struct error error;

	ck_assert_int_eq(ask_in(checker, 0, 1, "alice", "secret", &error), VERDICT_GRANTED);
	ck_assert_int_eq(unlink(scratch_path("users")), 0);
	ck_assert_int_eq(ask_in(checker, 0, 2, "alice", "wrong", &error), VERDICT_UNAVAILABLE);
	ck_assert_msg(strstr(error.text, "No such file or directory"), "%s", error.text);
	scratch_write("users", OCTETS("alice:secret\n"));
	ck_assert_int_eq(ask_in(checker, 0, 3, "alice", "wrong", &error), VERDICT_REFUSED);
	ck_assert_int_eq(ask_in(checker, 0, 3, "alice", "secret", &error), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

struct asker {
	struct checker *checker;
	unsigned int slot;
	unsigned int wrong; /* verdicts */
};

static void *ask_often(void *argument)
{
	struct asker *asker = argument;
	struct error error;

	for (uint64_t turn = 0; turn < 300; turn++) {
		if (ask_in(asker->checker, asker->slot, turn, "alice", "secret", &error) !=
		    VERDICT_GRANTED)
			asker->wrong++;
	}
	return NULL;
}

START_TEST(slots_read_while_others_do)
{
	struct checker *checker = create_with(OCTETS("alice:secret\n"));
	struct asker askers[3];
	pthread_t threads[3];

	for (unsigned int i = 0; i < 3; i++) {
		askers[i] = (struct asker){.checker = checker, .slot = i};
		ck_assert_int_eq(pthread_create(&threads[i], NULL, ask_often, &askers[i]), 0);
	}
	for (int i = 0; i < 100; i++)
		scratch_replace("users", i % 2 == 0 ? OCTETS("alice:secret\nbob:builder\n")
						    : OCTETS("alice:secret\n"));
	for (unsigned int i = 0; i < 3; i++) {
		pthread_join(threads[i], NULL);
		ck_assert_uint_eq(askers[i].wrong, 0);
	}
	checker_destroy(checker);
}
END_TEST

Suite *file_suite(void)
{
	Suite *suite = suite_create("file");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, scratch_setup, scratch_teardown);
	tcase_add_test(all, lines_are_accounts);
	tcase_add_test(all, digest_is_served_too);
	tcase_add_test(all, half_a_file_is_no_file);
	tcase_add_test(all, a_malformed_file_stops_the_start);
	tcase_add_test(all, what_is_no_readable_file_stops_the_start);
	tcase_add_test(all, a_change_counts_from_the_next_turn);
	tcase_add_test(all, changes_of_the_same_size_in_the_same_instant_count);
	tcase_add_test(all, a_change_whose_time_was_set_back_counts);
	tcase_add_test(all, the_generation_is_another_after_a_change_and_only_then);
	tcase_add_test(all, what_has_just_changed_may_have_changed_again);
	tcase_add_test(all, a_broken_file_refuses_nobody_and_recovers);
	tcase_add_test(all, a_missing_file_refuses_nobody_and_recovers);
	tcase_add_test(all, slots_read_while_others_do);
	suite_add_tcase(suite, all);
	return suite;
}
