/* The attempts that a loop keeps for the next logins, and what becomes of those that the pool
 * drops. */
#include "http/attempt.h"

#include "http/loop.h"

#include "log_lines.h"

#include <check.h>
#include <semaphore.h>
#include <string.h>

Suite *attempt_suite(void);

static unsigned int count_spares(const struct loop *loop)
{
	unsigned int count = 0;

	for (const struct attempt *spare = loop->spare_attempts; spare; spare = spare->next)
		count++;
	return count;
}

START_TEST(a_crowd_leaves_few_of_them)
{
	struct attempt *taken[ATTEMPT_SPARES + 2];
	const size_t count = sizeof(taken) / sizeof(taken[0]);
	struct loop loop = {.spare_attempts = NULL};

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < count; i++)
			taken[i] = attempt_take(&loop);
		ck_assert_uint_eq(count_spares(&loop), 0);
		for (size_t i = 0; i < count; i++)
			attempt_give_back(taken[i]);
		ck_assert_uint_eq(count_spares(&loop), ATTEMPT_SPARES);
	}
	attempt_destroy_all(loop.spare_attempts);
}
END_TEST

static sem_t busy;
static sem_t may_end;

static void job_wait(struct pool_job *job, const struct caller *caller)
{
	(void)job;
	(void)caller;
	sem_post(&busy);
	sem_wait(&may_end);
}

static struct attempt *submit(struct loop *loop, uint64_t source)
{
	struct attempt *attempt = attempt_take(loop);

	attempt->guess.source = source;
	ck_assert(attempt_login_later(attempt));
	return attempt;
}

/* What exchanges do when a client has waited too long. */
static void give_up(struct attempt *attempt)
{
	struct attempt *late;

	if (!attempt_settle(attempt))
		return;
	late = attempt_take(attempt->loop);
	attempt_fail_late(late);
	attempt_give_back(late);
}

/* A pool of one thread, which is at work, and of two places, which are one source's: of two logins
 * that another source lets wait no longer, the second goes. */
static unsigned int drop(bool late_first)
{
	struct loop_config config = {.stop_deadline = 0};
	struct loop loop = {.config = &config, .wakeup = -1};
	struct pool_job first = {.run = job_wait};
	struct attempt *displaced;
	unsigned int logins;
	struct error error;

	sem_init(&busy, 0, 0);
	sem_init(&may_end, 0, 0);
	outage_init(&config.pool_outage);
	config.pool = pool_create(0, 1, 2, &error);
	ck_assert(pool_submit(config.pool, &first));
	sem_wait(&busy);
	submit(&loop, 1);
	displaced = submit(&loop, 1);
	if (late_first)
		give_up(displaced);
	submit(&loop, 2);
	ck_assert_ptr_eq(atomic_load(&loop.completed), displaced);
	if (!late_first)
		give_up(displaced);
	logins = config.pool_outage.logins;
	/* Nobody asks the portal that these attempts do not have. */
	atomic_store(&config.stopping, true);
	sem_post(&may_end);
	pool_destroy(config.pool);
	outage_finish(&config.pool_outage);
	attempt_destroy_all(atomic_load(&loop.completed));
	attempt_destroy_all(loop.spare_attempts);
	return logins;
}

START_TEST(who_has_waited_too_long_is_not_dropped_as_well)
{
	log_lines_setup();
	ck_assert_uint_eq(drop(true), 1);
	ck_assert_ptr_null(strstr(log_lines(), "too many logins wait"));
}
END_TEST

START_TEST(who_is_dropped_has_not_waited_too_long_as_well)
{
	log_lines_setup();
	ck_assert_uint_eq(drop(false), 1);
	ck_assert_ptr_null(strstr(log_lines(), "the login took too long"));
}
END_TEST

Suite *attempt_suite(void)
{
	Suite *suite = suite_create("attempt");
	TCase *all = tcase_create("all");

	tcase_add_test(all, a_crowd_leaves_few_of_them);
	tcase_add_test(all, who_has_waited_too_long_is_not_dropped_as_well);
	tcase_add_test(all, who_is_dropped_has_not_waited_too_long_as_well);
	suite_add_tcase(suite, all);
	return suite;
}
