/* When the tag of a file changes, and when it may be trusted. */
#include "../../realms/validator.h"

#include <check.h>

Suite *validator_suite(void);

#define NOW 1704164645

static struct stat validator_status(void)
{
	return (struct stat){
		.st_dev = 1,
		.st_ino = 0x123456,
		.st_size = 10,
		.st_mtim = {.tv_sec = NOW - 100, .tv_nsec = 5},
		.st_ctim = {.tv_sec = NOW - 90, .tv_nsec = 7},
	};
}

static struct validator validator_at(struct stat status, time_t now)
{
	const struct file_version version = file_version_of(&status);
	struct validator validator;

	validator_init(&validator, &version, now);
	return validator;
}

START_TEST(whatever_changes_of_a_file_changes_its_tag)
{
	const struct validator first = validator_at(validator_status(), NOW);
	struct stat others[7];

	for (size_t i = 0; i < 7; i++)
		others[i] = validator_status();
	others[0].st_dev++;
	others[1].st_ino++;
	others[2].st_size++;
	others[3].st_mtim.tv_sec++;
	others[4].st_mtim.tv_nsec++;
	others[5].st_ctim.tv_sec++;
	others[6].st_ctim.tv_nsec++;
	for (size_t i = 0; i < 7; i++)
		ck_assert_str_ne(validator_at(others[i], NOW).tag, first.tag);
	ck_assert_str_eq(validator_at(validator_status(), NOW + 1).tag, first.tag);
}
END_TEST

START_TEST(a_tag_is_weak_while_the_file_may_be_written_again_in_the_same_tick)
{
	static const struct {
		const char *label;
		time_t modified;
		time_t changed;
		bool strong;
	} rows[] = {
		{"written now", NOW, NOW, false},
		{"written a second ago", NOW - 1, NOW - 1, false},
		{"written two seconds ago", NOW - 2, NOW - 2, true},
		{"written now, and its time set back", NOW - 100, NOW, false},
		{"written a second ago, and its time set back", NOW - 100, NOW - 1, false},
		{"written two seconds ago, and its time set back", NOW - 100, NOW - 2, true},
		{"its time set to the future, long ago", NOW + 100, NOW - 100, false},
		{"written before the clock was set back", NOW + 100, NOW + 100, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stat status = validator_status();
		struct validator validator;

		status.st_mtim.tv_sec = rows[i].modified;
		status.st_ctim.tv_sec = rows[i].changed;
		validator = validator_at(status, NOW);
		ck_assert_msg(validator.strong == rows[i].strong, "%s", rows[i].label);
		ck_assert_msg((validator.tag[0] == '"') == rows[i].strong &&
				      (strncmp(validator.tag, "W/\"", 3) == 0) != rows[i].strong,
			      "%s: %s", rows[i].label, validator.tag);
	}
}
END_TEST

/* Else a client could keep for ever what was overwritten within the tick. */
START_TEST(a_tag_that_was_weak_is_another_one_later)
{
	struct stat status = validator_status();
	time_t changed = status.st_ctim.tv_sec;

	ck_assert_str_ne(validator_at(status, changed).tag + strlen("W/"),
			 validator_at(status, changed + 2).tag);
}
END_TEST

START_TEST(nothing_was_modified_in_the_future)
{
	struct stat status = validator_status();

	status.st_mtim.tv_sec = NOW + 3600;
	ck_assert_int_eq(validator_at(status, NOW).modified, NOW);
	ck_assert(!validator_at(status, NOW).strong);
	ck_assert_int_eq(validator_at(validator_status(), NOW).modified, NOW - 100);
}
END_TEST

START_TEST(SA8_the_inode_cannot_be_read_from_the_tag)
{
	ck_assert_ptr_null(strstr(validator_at(validator_status(), NOW).tag, "123456"));
}
END_TEST

static struct validator validator_of(const char *text)
{
	struct validator validator;

	validator_init_text(&validator, octets_from(text));
	return validator;
}

START_TEST(each_octet_of_a_text_counts_for_its_tag)
{
	static const char *const texts[] = {
		"",          "0",         "00",        "01",       "01234567",
		"012345678", "912345678", "012345679", "01239567", "0123456701234567",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(validator_of(texts[i]).tag, validator_of(texts[j]).tag);
	ck_assert_str_eq(validator_of(texts[8]).tag, validator_of("01239567").tag);
}
END_TEST

START_TEST(the_tag_of_a_text_is_strong_and_its_date_is_not_known)
{
	const struct validator validator = validator_of("text");

	ck_assert(validator.strong);
	ck_assert_int_eq(validator.tag[0], '"');
	ck_assert(validator.undated);
	ck_assert(!validator_at(validator_status(), NOW).undated);
}
END_TEST

Suite *validator_suite(void)
{
	Suite *suite = suite_create("validator");
	TCase *tests = tcase_create("validator");

	tcase_add_test(tests, whatever_changes_of_a_file_changes_its_tag);
	tcase_add_test(tests, a_tag_is_weak_while_the_file_may_be_written_again_in_the_same_tick);
	tcase_add_test(tests, a_tag_that_was_weak_is_another_one_later);
	tcase_add_test(tests, nothing_was_modified_in_the_future);
	tcase_add_test(tests, SA8_the_inode_cannot_be_read_from_the_tag);
	tcase_add_test(tests, each_octet_of_a_text_counts_for_its_tag);
	tcase_add_test(tests, the_tag_of_a_text_is_strong_and_its_date_is_not_known);
	suite_add_tcase(suite, tests);
	return suite;
}
