/* What a thread of the pool is to the others of the process. */
#include "cred/pool.h"
#include "postern/container.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

Suite *pool_thread_suite(void);

#define NICENESS_MAX 19

/* Looks at the thread that runs it. */
struct look {
	struct pool_job base;
	sigset_t blocked;
	int niceness;
	bool done;
};

static void look_run(struct pool_job *base, const struct caller *caller)
{
	struct look *look = container_of(base, struct look, base);

	(void)caller;
	pthread_sigmask(SIG_SETMASK, NULL, &look->blocked);
	look->niceness = getpriority(PRIO_PROCESS, (id_t)gettid());
	look->done = true;
}

static struct look look_at_thread(void)
{
	struct look look = {.base = {.run = look_run}};
	struct error error;
	struct pool *pool = pool_create(0, 1, 1, &error);

	ck_assert_ptr_nonnull(pool);
	ck_assert(pool_submit(pool, &look.base));
	pool_destroy(pool);
	ck_assert(look.done);
	return look;
}

START_TEST(it_gives_way_to_loops)
{
	int ours = getpriority(PRIO_PROCESS, (id_t)gettid());

	ck_assert_int_eq(look_at_thread().niceness,
			 ours + 10 > NICENESS_MAX ? NICENESS_MAX : ours + 10);
	ck_assert_int_eq(getpriority(PRIO_PROCESS, (id_t)gettid()), ours);
}
END_TEST

START_TEST(it_leaves_signals_to_the_others)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD};
	struct look look = look_at_thread();
	sigset_t ours;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		ck_assert_msg(sigismember(&look.blocked, signals[i]), "signal %d", signals[i]);
	pthread_sigmask(SIG_SETMASK, NULL, &ours);
	ck_assert_msg(!sigismember(&ours, SIGTERM), "the creator's mask is as it was");
}
END_TEST

Suite *pool_thread_suite(void)
{
	Suite *suite = suite_create("pool_thread");
	TCase *thread = tcase_create("thread");

	tcase_add_test(thread, it_gives_way_to_loops);
	tcase_add_test(thread, it_leaves_signals_to_the_others);
	suite_add_tcase(suite, thread);
	return suite;
}
