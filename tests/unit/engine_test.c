/* What keeps a loop from taking connections for a while. */
#include "http/engine.h"

#include <check.h>
#include <errno.h>
#include <string.h>

START_TEST(who_lacks_what_all_share_does_not_ask_again_at_once)
{
	static const int lacks[] = {EMFILE, ENFILE, ENOBUFS, ENOMEM};
	static const int others[] = {EAGAIN, ECONNABORTED, EINTR, EPERM, EPROTO};

	for (size_t i = 0; i < sizeof(lacks) / sizeof(lacks[0]); i++)
		ck_assert_msg(engine_is_starved(lacks[i]), "%s", strerror(lacks[i]));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		ck_assert_msg(!engine_is_starved(others[i]), "%s", strerror(others[i]));
}
END_TEST

Suite *engine_suite(void);

Suite *engine_suite(void)
{
	Suite *suite = suite_create("engine");
	TCase *tcase = tcase_create("engine");

	tcase_add_test(tcase, who_lacks_what_all_share_does_not_ask_again_at_once);
	suite_add_tcase(suite, tcase);
	return suite;
}
