/* Makes stores by the program's own means, and changes them behind its back. */
#include "store_fixture.h"

#include "cred/checker.h"
#include "cred/store.h"
#include "fake_digest.h"
#include "scratch.h"

#include "postern/plugin.h"

#include <check.h>
#include <stdio.h>
#include <unistd.h>

#define HA1_COUNT 4

static struct verdict_cache *store_fixture_cache;

void store_fixture_setup(void)
{
	scratch_setup();
	store_fixture_cache = verdict_cache_create();
}

void store_fixture_teardown(void)
{
	verdict_cache_destroy(store_fixture_cache);
	scratch_teardown();
}

static void store_fixture_add(struct store *store, struct octets name, bool password, bool digest)
{
	struct stored_ha1 ha1s[HA1_COUNT] = {
		{.realm = OCTETS("Example"), .algorithm = DIGEST_ALGORITHM_MD5},
		{.realm = OCTETS("Example"), .algorithm = DIGEST_ALGORITHM_SHA_256},
		{.realm = OCTETS("Example"), .algorithm = DIGEST_ALGORITHM_SHA_512_256},
		{.realm = OCTETS("Other"), .algorithm = DIGEST_ALGORITHM_SHA_256},
	};
	struct stored_account account = {.name = name, .ha1s = ha1s};
	struct error error;

	for (size_t i = 0; i < HA1_COUNT; i++)
		digest_ha1(ha1s[i].algorithm, name, ha1s[i].realm, OCTETS("secret"), ha1s[i].value);
	if (password)
		account.password_hash = OCTETS(STORE_FIXTURE_HASH);
	if (digest)
		account.ha1_count = HA1_COUNT;
	ck_assert_msg(store_add(store, &account, &error), "%s", error.text);
}

void store_fixture_make(const char *name)
{
	char string[128];
	struct error error;
	struct store *store;

	snprintf(string, sizeof(string), "sqlite:%s", name);
	store = store_open(STORE_USE_MAKE, string, scratch_directory(), store_types, &error);
	ck_assert_msg(store, "%s", error.text);
	store_fixture_add(store, OCTETS("alice"), true, true);
	store_fixture_add(store, OCTETS("bob"), true, false);
	store_fixture_add(store, OCTETS("carol"), false, true);
	store_fixture_add(store, OCTETS("max"), true, true);
	store_close(store);
	store_fixture_run(name, "UPDATE account SET disabled = 1 WHERE name = 'max'");
}

sqlite3 *store_fixture_open(const char *name)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(scratch_path(name), &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	return db;
}

void store_fixture_execute(sqlite3 *db, const char *statements)
{
	ck_assert_msg(sqlite3_exec(db, statements, NULL, NULL, NULL) == SQLITE_OK, "%s: %s",
		      statements, sqlite3_errmsg(db));
}

void store_fixture_run(const char *name, const char *statements)
{
	sqlite3 *db = store_fixture_open(name);

	store_fixture_execute(db, statements);
	sqlite3_close(db);
}

int64_t store_fixture_number(const char *name, const char *query)
{
	sqlite3 *db = store_fixture_open(name);
	sqlite3_stmt *statement;
	int64_t number;

	ck_assert_int_eq(sqlite3_prepare_v2(db, query, -1, &statement, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return number;
}

void store_fixture_rename(const char *from, const char *to)
{
	char companion[128];

	snprintf(companion, sizeof(companion), "%s-wal", to);
	unlink(scratch_path(companion));
	snprintf(companion, sizeof(companion), "%s-shm", to);
	unlink(scratch_path(companion));
	ck_assert_int_eq(rename(scratch_path(from), scratch_path(to)), 0);
}

struct checker *store_fixture_checker(void)
{
	struct error error;
	struct checker *checker = checker_create("sqlite:users.db:rehash=no",
						 (struct origin){.directory = scratch_directory()},
						 checker_types, &error);

	ck_assert_msg(checker, "%s", error.text);
	return checker;
}

static uint64_t store_fixture_turn(void)
{
	static _Atomic uint64_t turn;

	return ++turn;
}

struct caller store_fixture_patient(unsigned int slot)
{
	return (struct caller){.slot = slot, .may_block = true, .turn = store_fixture_turn()};
}

struct caller store_fixture_hasty(unsigned int slot)
{
	return (struct caller){.slot = slot, .may_block = false, .turn = store_fixture_turn()};
}

static enum verdict store_fixture_ask(struct checker *checker, const struct caller *caller,
				      struct credentials *credentials, struct error *error)
{
	struct avatar_id avatar_id;
	enum verdict verdict = checker_request_avatar_id(checker, store_fixture_cache, credentials,
							 caller, &avatar_id, error);

	ck_assert(verdict != VERDICT_GRANTED ||
		  octets_equal(avatar_id_name(&avatar_id), credentials->username));
	return verdict;
}

enum verdict store_fixture_ask_password(struct checker *checker, struct caller caller,
					const char *user, const char *password, struct error *error)
{
	struct username_password basic =
		username_password(octets_from(user), octets_from(password));

	return store_fixture_ask(checker, &caller, &basic.base, error);
}

enum verdict store_fixture_ask_digest(struct checker *checker, struct caller caller,
				      const char *user, const char *password, struct error *error)
{
	struct fake_digest digest = fake_digest(octets_from(user), octets_from(password));

	return store_fixture_ask(checker, &caller, &digest.base, error);
}
