/* The pool: every job that it takes is run, once, by a thread with a slot of its own, or dropped.
 */
#include "cred/pool.h"

#include "postern/container.h"

#include <check.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>

Suite *pool_suite(void);

#define FIRST_SLOT 5
#define THREADS    3
#define JOBS       200

/* What all jobs of one test share. */
struct site {
	atomic_uint run;
	atomic_uint wrong;                    /* claims that did not hold */
	atomic_uint in_slot[CALLER_SLOTS];    /* jobs that are just running there */
	_Atomic uint64_t turns[CALLER_SLOTS]; /* of the last job there */
	sem_t started;
	sem_t may_end;
};

struct job {
	struct pool_job base;
	struct site *site;
	unsigned int run;
	unsigned int dropped;
	unsigned int slot;
	unsigned int place; /* how many had been run before it */
};

static void site_open(struct site *site)
{
	*site = (struct site){.run = 0};
	sem_init(&site->started, 0, 0);
	sem_init(&site->may_end, 0, 0);
}

static void site_close(struct site *site)
{
	sem_destroy(&site->started);
	sem_destroy(&site->may_end);
}

static struct pool *create(unsigned int threads, unsigned int queue_max)
{
	struct error error;
	struct pool *pool = pool_create(FIRST_SLOT, threads, queue_max, &error);

	ck_assert_ptr_nonnull(pool);
	return pool;
}

static void job_run(struct pool_job *base, const struct caller *caller)
{
	struct job *job = container_of(base, struct job, base);
	struct site *site = job->site;

	job->run++;
	site->run++;
	if (caller->slot < FIRST_SLOT || caller->slot >= FIRST_SLOT + THREADS ||
	    !caller->may_block || site->in_slot[caller->slot]++ > 0 ||
	    caller->turn <= site->turns[caller->slot]) {
		site->wrong++;
		return;
	}
	site->turns[caller->slot] = caller->turn;
	site->in_slot[caller->slot]--;
}

/* All of them, in a pool of their own. */
static void run_jobs(struct job jobs[static JOBS], struct site *site)
{
	struct pool *pool = create(THREADS, JOBS);

	for (size_t i = 0; i < JOBS; i++) {
		jobs[i] = (struct job){.base = {.run = job_run}, .site = site};
		ck_assert(pool_submit(pool, &jobs[i].base));
	}
	pool_destroy(pool);
}

START_TEST(every_job_is_run_once)
{
	struct job jobs[JOBS];
	struct site site;

	site_open(&site);
	run_jobs(jobs, &site);
	for (size_t i = 0; i < JOBS; i++)
		ck_assert_msg(jobs[i].run == 1, "job %zu", i);
	site_close(&site);
}
END_TEST

START_TEST(no_two_jobs_share_a_slot_at_a_time_or_a_turn)
{
	struct job jobs[JOBS];
	struct site site;

	site_open(&site);
	run_jobs(jobs, &site);
	ck_assert_uint_eq(site.run, JOBS);
	ck_assert_uint_eq(site.wrong, 0);
	site_close(&site);
}
END_TEST

static void job_wait(struct pool_job *base, const struct caller *caller)
{
	struct job *job = container_of(base, struct job, base);

	job->slot = caller->slot;
	sem_post(&job->site->started);
	sem_wait(&job->site->may_end);
	job->run++;
}

START_TEST(threads_work_at_the_same_time_each_in_a_slot_of_its_own)
{
	struct pool *pool = create(THREADS, THREADS);
	struct job jobs[THREADS];
	unsigned int slots = 0;
	struct site site;

	site_open(&site);
	for (size_t i = 0; i < THREADS; i++) {
		jobs[i] = (struct job){.base = {.run = job_wait}, .site = &site};
		ck_assert(pool_submit(pool, &jobs[i].base));
	}
	for (size_t i = 0; i < THREADS; i++)
		sem_wait(&site.started);
	for (size_t i = 0; i < THREADS; i++)
		sem_post(&site.may_end);
	pool_destroy(pool);
	for (size_t i = 0; i < THREADS; i++) {
		ck_assert_uint_eq(jobs[i].run, 1);
		slots |= 1U << jobs[i].slot;
	}
	ck_assert_uint_eq(slots, ((1U << THREADS) - 1) << FIRST_SLOT);
	site_close(&site);
}
END_TEST

START_TEST(a_full_queue_takes_no_job)
{
	struct pool *pool = create(1, 2);
	struct job jobs[4];
	struct site site;

	site_open(&site);
	for (size_t i = 0; i < 4; i++)
		jobs[i] = (struct job){.base = {.run = job_wait}, .site = &site};
	ck_assert(pool_submit(pool, &jobs[0].base));
	sem_wait(&site.started);
	ck_assert(pool_submit(pool, &jobs[1].base));
	ck_assert(pool_submit(pool, &jobs[2].base));
	ck_assert(!pool_submit(pool, &jobs[3].base));

	sem_post(&site.may_end);
	sem_wait(&site.started);
	ck_assert_msg(pool_submit(pool, &jobs[3].base), "there is room again");
	for (size_t i = 0; i < 3; i++)
		sem_post(&site.may_end);
	pool_destroy(pool);
	for (size_t i = 0; i < 4; i++)
		ck_assert_msg(jobs[i].run == 1, "job %zu", i);
	site_close(&site);
}
END_TEST

static void job_note_place(struct pool_job *base, const struct caller *caller)
{
	struct job *job = container_of(base, struct job, base);

	(void)caller;
	job->place = job->site->run++;
	job->run++;
}

static void job_drop(struct pool_job *base)
{
	container_of(base, struct job, base)->dropped++;
}

/* A pool of one thread, which is busy until site_run_queue(). */
static struct pool *site_open_queue(struct site *site, struct job *busy, unsigned int queue_max)
{
	struct pool *pool = create(1, queue_max);

	site_open(site);
	*busy = (struct job){.base = {.run = job_wait}, .site = site};
	ck_assert(pool_submit(pool, &busy->base));
	sem_wait(&site->started);
	return pool;
}

static void site_run_queue(struct site *site, struct pool *pool)
{
	sem_post(&site->may_end);
	pool_destroy(pool);
	site_close(site);
}

/* One job for each letter, which is its source. */
static void submit_all(struct pool *pool, struct site *site, const char *sources, struct job *jobs,
		       bool *taken)
{
	for (size_t i = 0; sources[i]; i++) {
		jobs[i] = (struct job){.base = {.run = job_note_place,
						.drop = job_drop,
						.source = (uint64_t)sources[i]},
				       .site = site};
		taken[i] = pool_submit(pool, &jobs[i].base);
	}
}

START_TEST(sources_take_turns)
{
	static const struct {
		const char *label;
		const char *sources; /* as they are submitted */
		const char *places;  /* of each, as they are run */
	} rows[] = {
		{"one source", "aaa", "012"},
		{"who comes late waits for one job of each other", "aaaab", "02341"},
		{"two that both have many", "aaaabbbb", "02461357"},
		{"three", "aaabbc", "035142"},
		{"one after another", "abcd", "0123"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct job jobs[8];
		bool taken[8];
		struct job busy;
		struct site site;
		struct pool *pool = site_open_queue(&site, &busy, JOBS);

		submit_all(pool, &site, rows[i].sources, jobs, taken);
		site_run_queue(&site, pool);
		for (size_t j = 0; rows[i].places[j]; j++)
			ck_assert_msg(jobs[j].place == (unsigned int)(rows[i].places[j] - '0'),
				      "%s: job %zu was run as number %u", rows[i].label, j,
				      jobs[j].place);
	}
}
END_TEST

/* T30: a queue that one guessing client fills has room for every other client. */
START_TEST(a_full_queue_drops_a_job_of_the_source_that_has_most)
{
	static const struct {
		const char *label;
		const char *sources;
		const char *fate; /* of each: + is run, - is refused, x is dropped */
	} rows[] = {
		{"its own job is refused", "aaaaa", "++++-"},
		{"another source gets the place of the newest", "aaaab", "+++x+"},
		{"until it has as many", "aaaabbb", "++xx++-"},
		{"each of many sources has its place", "aaaabcd", "+xxx+++"},
		{"nobody has more than one", "abcde", "++++-"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct job jobs[8];
		bool taken[8];
		struct job busy;
		struct site site;
		struct pool *pool = site_open_queue(&site, &busy, 4);

		submit_all(pool, &site, rows[i].sources, jobs, taken);
		site_run_queue(&site, pool);
		for (size_t j = 0; rows[i].sources[j]; j++) {
			char fate = rows[i].fate[j];

			ck_assert_msg(taken[j] == (fate != '-') && jobs[j].run == (fate == '+') &&
					      jobs[j].dropped == (fate == 'x'),
				      "%s: job %zu", rows[i].label, j);
		}
	}
}
END_TEST

START_TEST(what_waits_at_the_end_is_run)
{
	struct pool *pool = create(1, JOBS);
	struct job first = {.base = {.run = job_wait}};
	struct job jobs[JOBS];
	struct site site;

	site_open(&site);
	first.site = &site;
	ck_assert(pool_submit(pool, &first.base));
	sem_wait(&site.started);
	for (size_t i = 0; i < JOBS; i++) {
		jobs[i] = (struct job){.base = {.run = job_run}, .site = &site};
		ck_assert(pool_submit(pool, &jobs[i].base));
	}
	ck_assert_uint_eq(site.run, 0);
	sem_post(&site.may_end);
	pool_destroy(pool);
	ck_assert_uint_eq(site.run, JOBS);
	site_close(&site);
}
END_TEST

START_TEST(a_pool_without_its_threads_is_an_error)
{
	pthread_attr_t attributes;
	struct error error = {.text = ""};

	/* More than there are addresses for. */
	pthread_attr_init(&attributes);
	ck_assert_int_eq(pthread_attr_setstacksize(&attributes, (size_t)1 << 60), 0);
	ck_assert_int_eq(pthread_setattr_default_np(&attributes), 0);
	pthread_attr_destroy(&attributes);
	ck_assert_ptr_null(pool_create(FIRST_SLOT, THREADS, JOBS, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "cannot start a thread: "));
}
END_TEST

START_TEST(a_pool_without_work_ends)
{
	pool_destroy(create(THREADS, 1));
	pool_destroy(NULL);
}
END_TEST

START_TEST(more_threads_than_slots_are_a_bug)
{
	struct error error;

	pool_create(CALLER_SLOTS - 1, 2, 1, &error);
}
END_TEST

Suite *pool_suite(void)
{
	Suite *suite = suite_create("pool");
	TCase *jobs = tcase_create("jobs");

	tcase_add_test(jobs, every_job_is_run_once);
	tcase_add_test(jobs, no_two_jobs_share_a_slot_at_a_time_or_a_turn);
	tcase_add_test(jobs, threads_work_at_the_same_time_each_in_a_slot_of_its_own);
	tcase_add_test(jobs, a_full_queue_takes_no_job);
	tcase_add_test(jobs, sources_take_turns);
	tcase_add_test(jobs, a_full_queue_drops_a_job_of_the_source_that_has_most);
	tcase_add_test(jobs, what_waits_at_the_end_is_run);
	tcase_add_test(jobs, a_pool_without_its_threads_is_an_error);
	tcase_add_test(jobs, a_pool_without_work_ends);
	tcase_add_test_raise_signal(jobs, more_threads_than_slots_are_a_bug, SIGABRT);
	suite_add_tcase(suite, jobs);
	return suite;
}
