/* From when on a file cannot change without being seen. */
#include "../../realms/kept_watch.h"

#include <check.h>
#include <stdint.h>

Suite *kept_watch_suite(void);

#define NOW 1704164645

START_TEST(only_what_was_written_some_time_ago_is_settled)
{
	static const struct {
		const char *label;
		time_t changed;
		time_t modified;
		bool settled;
	} rows[] = {
		{"long ago", NOW - 100, NOW - 1000, true},
		{"before the first of all times", NOW - 100, INT64_MIN, true},
		{"as long ago as a tick is", NOW - 2, NOW - 2, true},
		{"changed just now", NOW - 1, NOW - 1000, false},
		{"modified just now", NOW - 100, NOW - 1, false},
		{"modified tomorrow", NOW - 100, NOW + 86400, false},
		{"modified at the end of all times", NOW - 100, INT64_MAX, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tree_file file = {.name = "file"};
		struct kept_watch watch;

		file.status.st_ctim.tv_sec = rows[i].changed;
		file.status.st_mtim.tv_sec = rows[i].modified;
		kept_watch_file(&watch, &file);
		ck_assert_msg(kept_watch_is_settled(&watch, NOW) == rows[i].settled, "%s",
			      rows[i].label);
		kept_watch_finish(&watch);
	}
}
END_TEST

Suite *kept_watch_suite(void)
{
	Suite *suite = suite_create("kept_watch");
	TCase *tcase = tcase_create("kept_watch");

	tcase_add_test(tcase, only_what_was_written_some_time_ago_is_settled);
	suite_add_tcase(suite, tcase);
	return suite;
}
