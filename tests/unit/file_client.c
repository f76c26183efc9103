/* Makes checkers that read a file, and asks them. */
#include "file_client.h"

#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>
#include <time.h>

struct checker *file_client_create(const char *string)
{
	struct error error;
	struct checker *checker = checker_create(
		string, (struct origin){.directory = scratch_directory()}, checker_types, &error);

	ck_assert_msg(checker, "%s", error.text);
	return checker;
}

enum verdict file_client_ask(struct checker *checker, unsigned int slot, uint64_t turn,
			     const char *user, const char *password, struct error *error)
{
	const struct caller caller = {.slot = slot, .turn = turn, .may_block = true};
	struct username_password basic =
		username_password(octets_from(user), octets_from(password));
	struct verdict_cache *cache = verdict_cache_create();
	struct avatar_id avatar_id;
	enum verdict verdict =
		checker_request_avatar_id(checker, cache, &basic.base, &caller, &avatar_id, error);

	verdict_cache_destroy(cache);
	return verdict;
}

/* Of this thread alone. */
static double file_client_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double file_client_cost(struct checker *checker, const char *user)
{
	double begin = file_client_clock();
	struct error error;

	ck_assert_int_eq(file_client_ask(checker, 0, 1, user, "wrong", &error), VERDICT_REFUSED);
	return file_client_clock() - begin;
}

void file_client_compare_costs(struct checker *checker, const char *somebody,
			       const char *const strangers[])
{
	double cost = file_client_cost(checker, somebody);

	/* A third and three times, because a machine that does other things measures badly. */
	for (size_t i = 0; strangers[i]; i++) {
		double stranger = file_client_cost(checker, strangers[i]);

		ck_assert_msg(stranger > cost / 3 && stranger < cost * 3, "%s: %g, %g",
			      strangers[i], stranger, cost);
	}
}

struct census *file_client_census(const char *string, struct octets text)
{
	struct census *census = census_create(SIZE_MAX);
	struct checker *checker;
	struct error error;

	scratch_write("users", text);
	checker = file_client_create(string);
	ck_assert_msg(checker_census(checker, census, &error), "%s", error.text);
	checker_destroy(checker);
	return census;
}

uint64_t file_client_generation(struct checker *checker, uint64_t turn)
{
	const struct caller caller = {.slot = 0, .turn = turn};

	return checker->type->generation(checker, OCTETS("alice"), &caller);
}
