/* The budget of slow hashes: together they take no more than it, and each gets its turn. */
#include "cred/password_budget.h"

#include "cred/pool.h"
#include "postern/container.h"

#include <check.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

Suite *password_budget_suite(void);

#define THREADS  4
#define ROUNDS   2000
#define SIZE     (256ul << 20) /* bytes */
#define PATIENCE 300000        /* microseconds in which what does not wait is done */

/* Each takes 13 ms when nobody waits. */
#define YESCRYPT_16_MIB "$y$j9T$taqzauOag4G1Pz.aGuUhu0$4Ux9J3T6wu7jhL6q8bKXpr7.aQ5o0M9uB2cYF3XbH94"

struct till {
	struct password_budget *budget;
	atomic_size_t taken;
	atomic_uint over; /* times */
	atomic_bool ended;
};

static void *spend(void *closure)
{
	struct till *till = closure;
	unsigned int seed = 1;

	for (int i = 0; i < ROUNDS; i++) {
		size_t size = (size_t)rand_r(&seed) % SIZE + 1;

		password_budget_take(till->budget, size);
		if (atomic_fetch_add(&till->taken, size) + size > SIZE)
			till->over++;
		sched_yield();
		till->taken -= size;
		password_budget_give_back(till->budget, size);
	}
	return NULL;
}

START_TEST(together_they_take_no_more_than_it)
{
	struct till till = {.budget = password_budget_create(SIZE)};
	pthread_t threads[THREADS];

	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, spend, &till);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(till.over, 0);
	password_budget_destroy(till.budget);
}
END_TEST

static void *spend_little(void *closure)
{
	struct till *till = closure;

	while (!till->ended) {
		password_budget_take(till->budget, 1);
		for (int i = 0; i < 20; i++)
			sched_yield();
		password_budget_give_back(till->budget, 1);
	}
	return NULL;
}

/* Without an order it would hardly ever find all of it there. */
START_TEST(many_small_ones_do_not_keep_a_large_one_waiting)
{
	struct till till = {.budget = password_budget_create(THREADS)};
	pthread_t threads[THREADS];

	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, spend_little, &till);
	for (int i = 0; i < ROUNDS; i++) {
		password_budget_take(till.budget, THREADS);
		password_budget_give_back(till.budget, THREADS);
	}
	till.ended = true;
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	password_budget_destroy(till.budget);
}
END_TEST

struct clerk {
	struct password_budget *budget;
	const char *hash; /* NULL: makes one */
	bool pretends;
	atomic_bool done;
};

static void *hash(void *closure)
{
	struct clerk *clerk = closure;
	char made[PASSWORD_HASH_MAX];
	struct error error;

	if (!clerk->hash)
		password_hash(OCTETS("a"), clerk->budget, made, &error);
	else if (clerk->pretends)
		password_pretend(OCTETS("a"), octets_from(clerk->hash), clerk->budget);
	else
		password_verify(OCTETS("a"), octets_from(clerk->hash), clerk->budget);
	clerk->done = true;
	return NULL;
}

static const struct {
	const char *label;
	const char *hash;
	size_t size; /* bytes */
	bool pretends;
} works[] = {
	{"a new hash", NULL, 16ul << 20, false},
	{"yescrypt", YESCRYPT_16_MIB, 16ul << 20, false},
	{"yescrypt of another", YESCRYPT_16_MIB, 16ul << 20, true},
	{"scrypt",
	 "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo",
	 32ul << 20, false},
	{"what no hash can be, for which one of ours is wasted", "no hash", 16ul << 20, false},
};

/* It needs all that there is, and one byte is gone. */
START_TEST(a_hash_waits_for_the_memory_that_it_will_take)
{
	struct clerk clerk = {
		.budget = password_budget_create(works[_i].size),
		.hash = works[_i].hash,
		.pretends = works[_i].pretends,
	};
	pthread_t thread;

	password_budget_take(clerk.budget, 1);
	pthread_create(&thread, NULL, hash, &clerk);
	usleep(PATIENCE);
	ck_assert_msg(!clerk.done, "%s", works[_i].label);
	password_budget_give_back(clerk.budget, 1);
	pthread_join(thread, NULL);
	password_budget_destroy(clerk.budget);
}
END_TEST

struct job {
	struct pool_job base;
	struct password_budget *budget;
};

static void job_run(struct pool_job *base, const struct caller *caller)
{
	container_of(base, struct job, base)->budget = caller->budget;
}

START_TEST(all_threads_of_a_pool_share_one)
{
	struct job jobs[THREADS] = {{.budget = NULL}};
	struct error error;
	struct pool *pool = pool_create(0, THREADS, THREADS, &error);

	for (size_t i = 0; i < THREADS; i++) {
		jobs[i].base = (struct pool_job){.run = job_run};
		ck_assert(pool_submit(pool, &jobs[i].base));
	}
	pool_destroy(pool);
	for (size_t i = 0; i < THREADS; i++) {
		ck_assert_ptr_nonnull(jobs[i].budget);
		ck_assert_ptr_eq(jobs[i].budget, jobs[0].budget);
	}
}
END_TEST

Suite *password_budget_suite(void)
{
	Suite *suite = suite_create("password_budget");
	TCase *all = tcase_create("all");

	tcase_add_test(all, together_they_take_no_more_than_it);
	tcase_add_test(all, many_small_ones_do_not_keep_a_large_one_waiting);
	tcase_add_loop_test(all, a_hash_waits_for_the_memory_that_it_will_take, 0,
			    sizeof(works) / sizeof(works[0]));
	tcase_add_test(all, all_threads_of_a_pool_share_one);
	suite_add_tcase(suite, all);
	return suite;
}
