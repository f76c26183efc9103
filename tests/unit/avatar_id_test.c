/* Avatar ids: anonymous is a kind of its own, and no name is ever anonymous. */
#include "postern/avatar_id.h"

#include <check.h>
#include <string.h>

Suite *avatar_id_suite(void);

START_TEST(zeroed_memory_is_nobody)
{
	struct avatar_id avatar_id;

	memset(&avatar_id, 0, sizeof(avatar_id));
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_NOBODY);
}
END_TEST

START_TEST(a_name_is_kept_byte_for_byte)
{
	struct avatar_id avatar_id;

	ck_assert(avatar_id_set(&avatar_id, OCTETS("j\0hn \xc3\xbc")));
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_NAMED);
	ck_assert(octets_equal(avatar_id_name(&avatar_id), OCTETS("j\0hn \xc3\xbc")));
}
END_TEST

START_TEST(a_name_has_1_to_255_bytes)
{
	static const struct {
		const char *label;
		size_t length;
		bool fits;
	} rows[] = {
		{"empty", 0, false},      {"shortest", 1, true},          {"longest", 255, true},
		{"one more", 256, false}, {"far too long", 60000, false},
	};
	static const char name[60000] = {'x'};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct avatar_id avatar_id;
		bool fits;

		avatar_id_set(&avatar_id, OCTETS("somebody"));
		fits = avatar_id_set(&avatar_id,
				     (struct octets){.data = name, .length = rows[i].length});
		ck_assert_msg(fits == rows[i].fits, "%s", rows[i].label);
		ck_assert_msg(avatar_id.kind == (fits ? AVATAR_ID_NAMED : AVATAR_ID_NOBODY), "%s",
			      rows[i].label);
		ck_assert_msg(avatar_id.length == (fits ? rows[i].length : 0), "%s", rows[i].label);
	}
}
END_TEST

START_TEST(anonymous_has_no_name)
{
	struct avatar_id avatar_id;

	avatar_id_set(&avatar_id, OCTETS("somebody"));
	avatar_id_set_anonymous(&avatar_id);
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_ANONYMOUS);
	ck_assert_uint_eq(avatar_id_name(&avatar_id).length, 0);
}
END_TEST

START_TEST(a_user_called_anonymous_is_not_anonymous)
{
	struct avatar_id avatar_id;

	ck_assert(avatar_id_set(&avatar_id, OCTETS("anonymous")));
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_NAMED);
}
END_TEST

START_TEST(groups_are_whole_names)
{
	static const struct {
		const char *label;
		struct octets group;
		bool is_in;
	} rows[] = {
		{"first", OCTETS("staff"), true},         {"last", OCTETS("admins"), true},
		{"prefix", OCTETS("sta"), false},         {"suffix", OCTETS("mins"), false},
		{"longer", OCTETS("staffs"), false},      {"empty", OCTETS(""), false},
		{"both", OCTETS("staff\0admins"), false},
	};
	struct avatar_id avatar_id;

	avatar_id_set(&avatar_id, OCTETS("alice"));
	ck_assert(!avatar_id_in_group(&avatar_id, OCTETS("staff")));
	ck_assert(avatar_id_add_group(&avatar_id, OCTETS("staff")));
	ck_assert(avatar_id_add_group(&avatar_id, OCTETS("admins")));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(avatar_id_in_group(&avatar_id, rows[i].group) == rows[i].is_in, "%s",
			      rows[i].label);
	avatar_id_set(&avatar_id, OCTETS("bob"));
	ck_assert(!avatar_id_in_group(&avatar_id, OCTETS("staff")));
}
END_TEST

START_TEST(a_copy_has_all_of_it)
{
	struct avatar_id alice;
	struct avatar_id copy;

	avatar_id_set(&alice, OCTETS("alice"));
	avatar_id_add_group(&alice, OCTETS("staff"));
	avatar_id_set(&copy, OCTETS("somebody of a longer name"));
	avatar_id_add_group(&copy, OCTETS("admins"));
	avatar_id_copy(&copy, &alice);
	ck_assert_int_eq(copy.kind, AVATAR_ID_NAMED);
	ck_assert(octets_equal(avatar_id_name(&copy), OCTETS("alice")));
	ck_assert_str_eq(copy.name, "alice");
	ck_assert(avatar_id_in_group(&copy, OCTETS("staff")));
	ck_assert(!avatar_id_in_group(&copy, OCTETS("admins")));
}
END_TEST

START_TEST(groups_have_512_bytes_together)
{
	static const char name[AVATAR_GROUPS_MAX] = {[0 ... AVATAR_GROUPS_MAX - 1] = 'x'};
	struct avatar_id avatar_id;

	avatar_id_set(&avatar_id, OCTETS("alice"));
	ck_assert(!avatar_id_add_group(&avatar_id, OCTETS("")));
	ck_assert(!avatar_id_add_group(&avatar_id, OCTETS("a\0b")));
	ck_assert(!avatar_id_add_group(&avatar_id, (struct octets){name, sizeof(name)}));
	ck_assert_uint_eq(avatar_id.groups_length, 0);
	ck_assert(avatar_id_add_group(&avatar_id, (struct octets){name, sizeof(name) - 3}));
	ck_assert(!avatar_id_add_group(&avatar_id, OCTETS("ab")));
	ck_assert(avatar_id_add_group(&avatar_id, OCTETS("a")));
	ck_assert(avatar_id_add_group(&avatar_id, OCTETS("a")));
	ck_assert_uint_eq(avatar_id.groups_length, AVATAR_GROUPS_MAX);
	ck_assert(avatar_id_in_group(&avatar_id, OCTETS("a")));
}
END_TEST

Suite *avatar_id_suite(void)
{
	Suite *suite = suite_create("avatar_id");
	TCase *names = tcase_create("names");

	tcase_add_test(names, zeroed_memory_is_nobody);
	tcase_add_test(names, a_name_is_kept_byte_for_byte);
	tcase_add_test(names, a_name_has_1_to_255_bytes);
	tcase_add_test(names, anonymous_has_no_name);
	tcase_add_test(names, a_user_called_anonymous_is_not_anonymous);
	tcase_add_test(names, groups_are_whole_names);
	tcase_add_test(names, a_copy_has_all_of_it);
	tcase_add_test(names, groups_have_512_bytes_together);
	suite_add_tcase(suite, names);
	return suite;
}
