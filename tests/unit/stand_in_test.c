/* What a refusal costs where a user has no hash: nobody's name is found out by the time. */
#include "file_client.h"
#include "scratch.h"
#include "store_fixture.h"

#include <check.h>
#include <stdio.h>

Suite *stand_in_suite(void);

/* Of "secret", by htpasswd -B; the second is what we make. */
#define COSTLY "$2y$11$fRVJj0R3eCU37LXHZjmTu.QrJ6L8axVBvHeSj27wBy8.oiLEE5EMa"
#define CHEAP  "$y$j9T$taqzauOag4G1Pz.aGuUhu0$8rsmeBqLJhpbL9of3a.g/9uJN3o2K0OENLQfUdpDAe."
#define QUICK  "$2y$05$mvkR3x6gedViuPiBtNOBceGM2Tl.nCifxoQPQjzw/myNnqo1fTGpO"
#define CUT    "$2y$11$fRVJj0R3eCU37LXHZjmT"

/* What it takes to compare with them, as hashes.h has it. */
#define COSTLY_WORK "$2y$11 "
#define CHEAP_WORK  "$y$j9T "
#define QUICK_WORK  "$2y$05 "

#define PASSWD(name, uid)  name ":x:" uid ":1000::/:\n"
#define SHADOW(name, hash) name ":" hash ":19000:0:99999:7:::\n"

/* The same users for each: alice and "{", a name behind all letters, have the hashes given. */
static struct checker *make_htpasswd(const char *alice, const char *last)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "alice:%s\n{:%s\ncut:" CUT "\ntwice:" COSTLY "\ntwice:" COSTLY "\n", alice, last);
	scratch_write("users", octets_from(text));
	return file_client_create("htpasswd:users");
}

static struct checker *make_sqlite(const char *alice, const char *last)
{
	char statements[512];

	store_fixture_make("users.db");
	snprintf(statements, sizeof(statements),
		 "UPDATE account SET name = '{' WHERE id = 2;"
		 "UPDATE account SET name = 'cut' WHERE id = 3;"
		 "DELETE FROM password;"
		 "INSERT INTO password VALUES (1, '%s'), (2, '%s'), (3, '" CUT "')",
		 alice, last);
	store_fixture_run("users.db", statements);
	return store_fixture_checker();
}

static struct checker *make_unix(const char *alice, const char *last)
{
	static const char passwd[] =
		PASSWD("alice", "1000") PASSWD("{", "1001") PASSWD("cut", "1002") PASSWD("bin", "2")
			PASSWD("max", "1003") PASSWD("carol", "1004") PASSWD("root", "0");
	char shadow[1024];

	snprintf(shadow, sizeof(shadow),
		 SHADOW("alice", "%s") SHADOW("{", "%s") SHADOW("cut", CUT) SHADOW("bin", "*")
			 SHADOW("max", "!" CHEAP) SHADOW("carol", "") SHADOW("root", "%s")
				 SHADOW("shadowy", "%s") "daemon:*:1::::::\n",
		 alice, last, alice, last);
	scratch_write("shadow", octets_from(shadow));
	scratch_write("passwd", octets_from(passwd));
	scratch_write("group", OCTETS("users:x:100:\n"));
	return file_client_create("unix:passwd=passwd:shadow=shadow:group=group");
}

static void expire_sqlite(void)
{
	store_fixture_run("users.db", "UPDATE account SET expires = 1");
}

static void expire_unix(void)
{
	scratch_write("shadow", OCTETS("alice:" QUICK ":19000:0:99999:7::1:\n"));
}

#define STRANGERS 10

static const struct {
	const char *name;
	struct checker *(*make)(const char *alice, const char *last);
	void (*expire)(void);
	const char *strangers[STRANGERS]; /* who are not there, or have no hash to compare with */
} kinds[] = {
	{"htpasswd", make_htpasswd, NULL, {"a", "lukas", "z", "~", "cut", "twice"}},
	{"sqlite", make_sqlite, expire_sqlite, {"a", "lukas", "z", "~", "cut", "carol", "max"}},
	{"unix",
	 make_unix,
	 expire_unix,
	 {"a", "lukas", "z", "~", "cut", "bin", "max", "carol", "root", "shadowy"}},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* CVE-2026-27480, CVE-2026-23849, and that a store may have other hashes than those we make. */
START_TEST(who_is_not_there_costs_what_those_cost_who_are)
{
	struct checker *checker = kinds[_i].make(COSTLY, COSTLY);

	ck_assert_str_eq(file_client_work(checker, 0, "alice", "wrong"), COSTLY_WORK);
	for (size_t i = 0; i < STRANGERS && kinds[_i].strangers[i]; i++)
		ck_assert_msg(strcmp(file_client_work(checker, 0, kinds[_i].strangers[i], "wrong"),
				     COSTLY_WORK) == 0,
			      "%s, %s", kinds[_i].name, kinds[_i].strangers[i]);
	checker_destroy(checker);
}
END_TEST

/* A cheap hash that was right took less than one that was wrong. */
START_TEST(who_has_expired_is_not_told_by_the_time_whether_the_password_is_right)
{
	struct checker *checker = kinds[_i].make(QUICK, QUICK);
	char wrong[64];

	kinds[_i].expire();
	strcpy(wrong, file_client_work(checker, 0, "alice", "wrong"));
	ck_assert_int_eq(strncmp(wrong, QUICK_WORK, strlen(QUICK_WORK)), 0);
	ck_assert_str_eq(file_client_work(checker, 0, "alice", "secret"), wrong);
	checker_destroy(checker);
}
END_TEST

#define NAMES 24 /* b to y: between two accounts that cost differently */

static size_t count_costly(struct checker *checker, unsigned int slot, bool costly[NAMES])
{
	size_t count = 0;

	for (size_t i = 0; i < NAMES; i++) {
		const char name[] = {(char)('b' + i), '\0'};
		const char *work = file_client_work(checker, slot, name, "wrong");

		costly[i] = strcmp(work, COSTLY_WORK) == 0;
		ck_assert_msg(costly[i] || strcmp(work, CHEAP_WORK) == 0, "%s: %s", name, work);
		count += costly[i];
	}
	return count;
}

/* Else the name at which the cost changes would be found by halving, and be somebody's. Once in
 * some millions of runs the secret choice is the same for all of them. */
START_TEST(names_between_two_accounts_do_not_all_cost_what_one_of_them_costs)
{
	struct checker *checker = kinds[_i].make(COSTLY, CHEAP);
	bool costly[NAMES];
	size_t count = count_costly(checker, 0, costly);

	ck_assert_msg(count > 0 && count < NAMES, "%s: %zu", kinds[_i].name, count);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_name_costs_the_same_whoever_asks)
{
	struct checker *checker = kinds[_i].make(COSTLY, CHEAP);
	bool first[NAMES], second[NAMES];

	count_costly(checker, 0, first);
	count_costly(checker, 1, second);
	ck_assert_mem_eq(first, second, sizeof(first));
	checker_destroy(checker);
}
END_TEST

START_TEST(where_nobody_has_a_hash_a_refusal_costs_one_all_the_same)
{
	struct checker *checker = kinds[_i].make(CUT, CUT);

	ck_assert_str_eq(file_client_work(checker, 0, "lukas", "wrong"), CHEAP_WORK);
	checker_destroy(checker);
}
END_TEST

Suite *stand_in_suite(void)
{
	Suite *suite = suite_create("stand_in");
	TCase *all = tcase_create("all");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, store_fixture_setup, store_fixture_teardown);
	tcase_add_loop_test(all, who_is_not_there_costs_what_those_cost_who_are, 0, KINDS);
	tcase_add_loop_test(all,
			    who_has_expired_is_not_told_by_the_time_whether_the_password_is_right,
			    1, KINDS);
	tcase_add_loop_test(all, names_between_two_accounts_do_not_all_cost_what_one_of_them_costs,
			    0, KINDS);
	tcase_add_loop_test(all, a_name_costs_the_same_whoever_asks, 0, KINDS);
	tcase_add_loop_test(all, where_nobody_has_a_hash_a_refusal_costs_one_all_the_same, 0,
			    KINDS);
	suite_add_tcase(suite, all);
	return suite;
}
