/* Every user gets the directory of its name, and never that of another one. */
#include "base/commons.h"
#include "cred/realm.h"
#include "http/request.h"
#include "http/response.h"
#include "postern/plugin.h"
#include "scratch.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *users_suite(void);

#define NAME_255                                                                                   \
	"abcdefghijklmnopqrstuvwxyz012345abcdefghijklmnopqrstuvwxyz012345"                         \
	"abcdefghijklmnopqrstuvwxyz012345abcdefghijklmnopqrstuvwxyz012345"                         \
	"abcdefghijklmnopqrstuvwxyz012345abcdefghijklmnopqrstuvwxyz012345"                         \
	"abcdefghijklmnopqrstuvwxyz012345abcdefghijklmnopqrstuvwxyz01234"

static struct commons *commons;

/* BASE/homes has alice and some that nobody can have. */
static void users_setup(void)
{
	scratch_setup();
	commons = commons_create();
	ck_assert_int_eq(mkdir(scratch_path("homes"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("homes/alice"), 0755), 0);
	ck_assert_int_eq(mkdir(scratch_path("homes/.hidden"), 0755), 0);
	scratch_write("homes/who", OCTETS("secret"));
	scratch_write("homes/alice/who", OCTETS("alice"));
	scratch_write("homes/.hidden/who", OCTETS("secret"));
	scratch_write("who", OCTETS("secret"));
	ck_assert_int_eq(symlink("alice", scratch_path("homes/link")), 0);
	ck_assert_int_eq(symlink("..", scratch_path("homes/parent")), 0);
	ck_assert_int_eq(symlink("nowhere", scratch_path("homes/dangling")), 0);
	ck_assert_int_eq(symlink("../who", scratch_path("homes/alice/out")), 0);
}

static void users_teardown(void)
{
	commons_destroy(commons);
	scratch_teardown();
}

static struct realm *users_realm(const char *string)
{
	struct error error;
	struct realm *realm = realm_create(
		string, (struct origin){.directory = scratch_directory()}, realm_types, &error);

	ck_assert_msg(realm, "%s", error.text);
	ck_assert_msg(realm_start(realm, NULL, commons, &error), "%s", error.text);
	return realm;
}

static enum verdict users_ask(struct realm *realm, struct octets name, struct avatar **avatar)
{
	struct avatar_id avatar_id;
	struct error error;

	ck_assert(avatar_id_set(&avatar_id, name));
	return realm_request_avatar(realm, &avatar_id, avatar, &error);
}

/* Asserts the status of GET by who is logged in. */
static void users_gives(struct avatar *avatar, const char *path, unsigned int status)
{
	const struct http_request request = {
		.base.method = OCTETS("GET"),
		.base.path = octets_from(path),
		.base.rest = octets_from(path),
	};
	struct response response;

	response_init(&response);
	avatar_respond(avatar, &request.base, &response);
	ck_assert_msg(response.status == status, "%s: %u", path, response.status);
	if (status == 200)
		ck_assert(octets_equal(response.body, OCTETS("alice")));
	response_finish(&response);
}

START_TEST(a_user_gets_the_files_of_its_directory)
{
	static const struct {
		const char *path;
		unsigned int status;
	} rows[] = {{"/who", 200}, {"/out", 404}, {"/missing", 404}};
	struct realm *realm = users_realm("users:homes");
	struct avatar *avatar;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_int_eq(users_ask(realm, OCTETS("alice"), &avatar), VERDICT_GRANTED);
		users_gives(avatar, rows[i].path, rows[i].status);
		avatar_logout(avatar);
	}
	realm_destroy(realm);
}
END_TEST

/* The names of CVE-2026-79768 among them: "." is all trees, ".." what is around them. */
static const struct {
	const char *label;
	struct octets name;
} homeless[] = {
	{"nobody's directory", {"bob", 3}},
	{"CVE-2026-79768: a dot", {".", 1}},
	{"CVE-2026-79768: two dots", {"..", 2}},
	{"CVE-2026-79768: a path through a dot", {"./alice", 7}},
	{"CVE-2026-79768: a path through two dots", {"alice/../alice", 14}},
	{"a hidden name", {".hidden", 7}},
	{"a path", {"alice/", 6}},
	{"an absolute path", {"/alice", 6}},
	{"nothing but a slash", {"/", 1}},
	{"a NUL behind the name", {"alice\0", 6}},
	{"a NUL and another name behind it", {"alice\0bob", 9}},
	{"a NUL alone", {"\0", 1}},
	{"a file", {"who", 3}},
	{"a link to another user's directory", {"link", 4}},
	{"a link to what is around", {"parent", 6}},
	{"a link to nothing", {"dangling", 8}},
	{"CVE-2008-4360: another case", {"ALICE", 5}},
	{"a space behind the name", {"alice ", 6}},
	{"the longest name", {NAME_255, 255}},
};

START_TEST(who_has_no_directory_is_denied)
{
	struct realm *realm = users_realm("users:homes");
	struct avatar *avatar;

	ck_assert_msg(users_ask(realm, homeless[_i].name, &avatar) == VERDICT_REFUSED, "%s",
		      homeless[_i].label);
	realm_destroy(realm);
}
END_TEST

START_TEST(anonymous_has_no_directory)
{
	struct realm *realm = users_realm("users:homes:create=yes");
	struct avatar_id anonymous;
	struct avatar *avatar;
	struct error error;

	avatar_id_set_anonymous(&anonymous);
	ck_assert_int_eq(realm_request_avatar(realm, &anonymous, &avatar, &error), VERDICT_REFUSED);
	realm_destroy(realm);
}
END_TEST

START_TEST(a_directory_is_made_only_if_that_is_wanted)
{
	struct realm *frugal = users_realm("users:homes:create=no");
	struct realm *realm = users_realm("users:homes:create=yes");
	struct avatar *avatar;
	struct stat status;

	ck_assert_int_eq(users_ask(frugal, OCTETS("bob"), &avatar), VERDICT_REFUSED);
	ck_assert(!scratch_exists("homes/bob"));
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(users_ask(realm, OCTETS("bob"), &avatar), VERDICT_GRANTED);
		users_gives(avatar, "/who", 404);
		avatar_logout(avatar);
	}
	ck_assert_int_eq(lstat(scratch_path("homes/bob"), &status), 0);
	ck_assert(S_ISDIR(status.st_mode));
	ck_assert_uint_eq(status.st_mode & 077, 0);
	realm_destroy(frugal);
	realm_destroy(realm);
}
END_TEST

START_TEST(nothing_is_made_for_a_name_that_is_none)
{
	static const struct octets names[] = {
		{"./bob", 5}, {"../bob", 6},   {"alice/bob", 9}, {".bob", 4},
		{"bob\0", 4}, {"link/bob", 8}, {"parent", 6},    {"dangling", 8},
	};
	struct realm *realm = users_realm("users:homes:create=yes");
	struct avatar *avatar;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(users_ask(realm, names[i], &avatar) == VERDICT_REFUSED, "%zu", i);
	ck_assert(!scratch_exists("bob"));
	ck_assert(!scratch_exists("homes/bob"));
	ck_assert(!scratch_exists("homes/.bob"));
	ck_assert(!scratch_exists("homes/alice/bob"));
	ck_assert(!scratch_exists("homes/nowhere"));
	realm_destroy(realm);
}
END_TEST

START_TEST(only_where_directories_are_made_it_writes)
{
	struct realm *frugal = users_realm("users:homes");
	struct realm *realm = users_realm("users:homes:create=yes");

	ck_assert_ptr_null(realm_writes(frugal));
	ck_assert_str_eq(realm_writes(realm), scratch_path("homes"));
	realm_destroy(frugal);
	realm_destroy(realm);
}
END_TEST

static int users_next_descriptor(void)
{
	int next = dup(STDERR_FILENO);

	close(next);
	return next;
}

START_TEST(a_logout_leaves_no_descriptor_open)
{
	struct realm *realm = users_realm("users:homes");
	int before = users_next_descriptor();
	struct avatar *avatar;

	ck_assert_int_eq(users_ask(realm, OCTETS("alice"), &avatar), VERDICT_GRANTED);
	avatar_logout(avatar);
	ck_assert_int_eq(users_ask(realm, OCTETS("link"), &avatar), VERDICT_REFUSED);
	ck_assert_int_eq(users_next_descriptor(), before);
	realm_destroy(realm);
}
END_TEST

START_TEST(who_reads_slowly_keeps_no_directory_open)
{
	struct realm *realm = users_realm("users:homes");
	int before = users_next_descriptor();
	struct avatar *avatar;

	ck_assert_int_eq(users_ask(realm, OCTETS("alice"), &avatar), VERDICT_GRANTED);
	users_gives(avatar, "/who", 200);
	ck_assert_int_eq(users_next_descriptor(), before);
	avatar_logout(avatar);
	ck_assert_int_eq(users_next_descriptor(), before);
	realm_destroy(realm);
}
END_TEST

START_TEST(a_login_keeps_the_directory_that_it_began_with)
{
	struct realm *realm = users_realm("users:homes");
	struct avatar *avatar;

	ck_assert_int_eq(users_ask(realm, OCTETS("alice"), &avatar), VERDICT_GRANTED);
	ck_assert_int_eq(rename(scratch_path("homes/alice"), scratch_path("homes/old")), 0);
	ck_assert_int_eq(mkdir(scratch_path("homes/alice"), 0755), 0);
	scratch_write("homes/alice/who", OCTETS("another"));
	users_gives(avatar, "/who", 200);
	avatar_logout(avatar);
	realm_destroy(realm);
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
	static const struct {
		const char *string;
		const char *reason;
	} rows[] = {
		{"users", "expected a path"},
		{"users:create=yes", "expected a path"},
		{"users:homes:create=true", "cannot use create 'true', only 'yes' and 'no'"},
		{"users:homes:more", "unexpected 'more'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char expected[128];
		struct error error;

		snprintf(expected, sizeof(expected), "realm 'users': %s", rows[i].reason);
		ck_assert_ptr_null(realm_create(rows[i].string,
						(struct origin){.directory = scratch_directory()},
						realm_types, &error));
		ck_assert_str_eq(error.text, expected);
	}
}
END_TEST

Suite *users_suite(void)
{
	Suite *suite = suite_create("users");
	TCase *tests = tcase_create("users");

	tcase_add_checked_fixture(tests, users_setup, users_teardown);
	tcase_add_test(tests, a_user_gets_the_files_of_its_directory);
	tcase_add_loop_test(tests, who_has_no_directory_is_denied, 0,
			    sizeof(homeless) / sizeof(homeless[0]));
	tcase_add_test(tests, anonymous_has_no_directory);
	tcase_add_test(tests, a_directory_is_made_only_if_that_is_wanted);
	tcase_add_test(tests, nothing_is_made_for_a_name_that_is_none);
	tcase_add_test(tests, only_where_directories_are_made_it_writes);
	tcase_add_test(tests, a_logout_leaves_no_descriptor_open);
	tcase_add_test(tests, who_reads_slowly_keeps_no_directory_open);
	tcase_add_test(tests, a_login_keeps_the_directory_that_it_began_with);
	tcase_add_test(tests, what_makes_no_sense_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
