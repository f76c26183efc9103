/* Tests of what only root can do. */
#ifndef AS_ROOT_H
#define AS_ROOT_H

#include <check.h>
#include <unistd.h>

/* Only root runs it: for others it is none that has passed. */
static inline void tcase_add_root_test(TCase *tcase, const TTest *test)
{
	if (geteuid() == 0)
		tcase_add_test(tcase, test);
}

#endif
