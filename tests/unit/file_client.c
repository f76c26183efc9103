/* Makes checkers that read a file, and asks them. */
#include "file_client.h"

#include "hashes.h"
#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>

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

const char *file_client_work(struct checker *checker, unsigned int slot, const char *user,
			     const char *password)
{
	struct error error;

	hashes_taken();
	ck_assert_int_eq(file_client_ask(checker, slot, 1, user, password, &error),
			 VERDICT_REFUSED);
	return hashes_taken();
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
