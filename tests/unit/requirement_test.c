/* Requirements: who of those whom the checkers know may enter. */
#include "cred/requirement.h"

#include <check.h>

Suite *requirement_suite(void);

/* Whether somebody of that name, in the groups "staff" and "a:b", meets the strings. NULL: who is
 * anonymous, and in those groups all the same. */
static bool meets(const char *const strings[2], const char *name, struct error *error)
{
	struct requirement *requirement = requirement_create();
	struct avatar_id avatar_id;
	bool met;

	for (size_t i = 0; i < 2 && strings[i]; i++)
		ck_assert_msg(requirement_add(requirement, strings[i], error), "%s", error->text);
	if (name)
		avatar_id_set(&avatar_id, octets_from(name));
	else
		avatar_id_set_anonymous(&avatar_id);
	avatar_id_add_group(&avatar_id, OCTETS("staff"));
	avatar_id_add_group(&avatar_id, OCTETS("a:b"));
	met = requirement_check(requirement, &avatar_id, error);
	requirement_destroy(requirement);
	return met;
}

START_TEST(users_and_members_of_groups_are_let_in)
{
	static const struct {
		const char *label;
		const char *strings[2];
		const char *name;
		bool met;
	} rows[] = {
		{"a user", {"user:alice"}, "alice", true},
		{"another one", {"user:alice"}, "bob", false},
		{"the beginning of a name", {"user:alice"}, "ali", false},
		{"more than a name", {"user:alice"}, "alice2", false},
		{"another case", {"user:alice"}, "Alice", false},
		{"a name in another normal form", {"user:jose\u0301"}, "jos\u00e9", true},
		{"a member of a group", {"group:staff"}, "bob", true},
		{"of another one", {"group:admins"}, "bob", false},
		{"a user who is called like a group", {"group:alice"}, "alice", false},
		{"a group that is called like a user", {"user:staff"}, "bob", false},
		{"a group with a colon", {"group:a\\:b"}, "bob", true},
		{"the first of two", {"user:alice", "group:admins"}, "alice", true},
		{"the second of two", {"user:alice", "group:staff"}, "bob", true},
		{"neither of two", {"user:alice", "group:admins"}, "bob", false},
		{"of nothing", {NULL}, "alice", false},
		{"anonymous, whatever its groups", {"group:staff"}, NULL, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;

		ck_assert_msg(meets(rows[i].strings, rows[i].name, &error) == rows[i].met, "%s",
			      rows[i].label);
	}
}
END_TEST

START_TEST(who_is_not_let_in_is_named_with_what_is_required)
{
	static const char *const strings[2] = {"user:alice", "group:admins"};
	struct error error;

	ck_assert(!meets(strings, "bob", &error));
	ck_assert_str_eq(error.text, "'bob' is none of user:alice, group:admins");
	ck_assert(!meets(strings, NULL, &error));
	ck_assert_str_eq(error.text, "nobody anonymous is let in");
}
END_TEST

START_TEST(what_nobody_can_meet_is_an_error)
{
	static const struct {
		const char *string;
		const char *reason;
	} rows[] = {
		{"", "expected 'user:NAME' or 'group:NAME'"},
		{"alice", "expected 'user:NAME' or 'group:NAME'"},
		{"role:alice", "expected 'user:NAME' or 'group:NAME'"},
		{"User:alice", "expected 'user:NAME' or 'group:NAME'"},
		{"user", "expected 'user:NAME' or 'group:NAME'"},
		{"user:", "no user can have the name ''"},
		{"user:\u2044", "no user can have the name '\u2044'"},
		{"user:\xff", "no user can have the name '\\xff'"},
		{"group:", "no group can have the name ''"},
		{"user:alice:bob", "unexpected 'bob'"},
		{"group:a\\", "expected a character after the last '\\'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct requirement *requirement = requirement_create();
		struct error error;

		ck_assert_msg(!requirement_add(requirement, rows[i].string, &error), "%s",
			      rows[i].string);
		ck_assert_str_eq(error.text, rows[i].reason);
		requirement_destroy(requirement);
	}
	requirement_destroy(NULL);
}
END_TEST

Suite *requirement_suite(void)
{
	Suite *suite = suite_create("requirement");
	TCase *tests = tcase_create("requirement");

	tcase_add_test(tests, users_and_members_of_groups_are_let_in);
	tcase_add_test(tests, who_is_not_let_in_is_named_with_what_is_required);
	tcase_add_test(tests, what_nobody_can_meet_is_an_error);
	suite_add_tcase(suite, tests);
	return suite;
}
