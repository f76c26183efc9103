/* Runs every suite: tests/unit/thing_test.c defines thing_suite(). */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.h"
#undef SUITE

int main(void)
{
	SRunner *runner;
	int failed;
	int run;

	/* Whole lines: other tests may write beside it. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* Ends what hangs, and nothing that is slow: machines are, and sanitizers. */
	setenv("CK_DEFAULT_TIMEOUT", "60", 0);
	runner = srunner_create(NULL);
#define SUITE(name) srunner_add_suite(runner, name##_suite());
#include "suites.h"
#undef SUITE
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	run = srunner_ntests_run(runner);
	srunner_free(runner);
	if (geteuid() != 0)
		puts("left out: what only root can do");
	if (run == 0)
		fprintf(stderr, "no test has that name\n");
	return failed == 0 && run > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
