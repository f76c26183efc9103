/* The strings that name plug-ins, of whatever kind: what is found, and what is said of the rest. */
#include "base/plugin.h"

#include <check.h>

Suite *plugin_suite(void);

static const struct plugin_type gate = {.name = "gate", .usage = "KEY"};
static const struct plugin_type bridge = {.name = "bridge", .usage = ""};

static const struct plugin_type *const types[] = {&gate, &bridge, NULL};

/* What a wrapper does whose type takes one piece, the word "key". */
static bool make(const char *string, struct error *error)
{
	struct plugin plugin;
	struct octets piece;
	bool made;

	if (!plugin_begin(&plugin, "way", string, (struct origin){.directory = "/"}, types, error))
		return false;
	made = arguments_next(plugin.arguments, &piece) && octets_equal(piece, OCTETS("key"));
	if (!made)
		error_set(error, "expected a key");
	return plugin_end(&plugin, made, error);
}

START_TEST(a_type_is_found_by_its_whole_name)
{
	ck_assert_ptr_eq(plugin_find("gate", types), &gate);
	ck_assert_ptr_eq(plugin_find("bridge", types), &bridge);
	ck_assert_ptr_null(plugin_find("bridg", types));
	ck_assert_ptr_null(plugin_find("bridges", types));
	ck_assert_ptr_null(plugin_find("Gate", types));
	ck_assert_ptr_null(plugin_find("", types));
}
END_TEST

START_TEST(a_string_names_the_type_and_its_arguments)
{
	struct plugin plugin;
	struct error error;
	char path[PATH_MAX];

	ck_assert(plugin_begin(&plugin, "way", "bridge:stone",
			       (struct origin){.directory = "/roman"}, types, &error));
	ck_assert_ptr_eq(plugin.type, &bridge);
	ck_assert(arguments_next_path(plugin.arguments, path, &error));
	ck_assert_str_eq(path, "/roman/stone");
	ck_assert(plugin_end(&plugin, true, &error));
	ck_assert(make("gate:key", &error));
}
END_TEST

START_TEST(a_string_that_makes_no_sense_is_an_error)
{
	static const struct {
		const char *label;
		const char *string;
		const char *error; /* it begins so */
	} rows[] = {
		{"unknown type", "ford:key",
		 "cannot find way type 'ford', there are only 'gate', 'bridge'"},
		{"beginning of a type", "gat:key", "cannot find way type 'gat', "},
		{"upper case", "GATE:key", "cannot find way type 'GATE', "},
		{"no type", ":key", "cannot find way type '', "},
		{"empty", "", "cannot find way type '', "},
		{"a space", " gate:key", "cannot find way type ' gate', "},
		{"open escape", "gate:key\\", "way: expected a character"},
		{"refused by the type", "gate:lock", "way 'gate': expected a key"},
		{"nothing for the type", "gate", "way 'gate': expected a key"},
		{"nobody wants it", "gate:key:more", "way 'gate': unexpected 'more'"},
		{"nobody wants it, and it is empty", "gate:key:", "way 'gate': unexpected ''"},
		{"nobody wants the option", "gate:key:a=b", "way 'gate': unexpected 'a=b'"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;

		ck_assert_msg(!make(rows[i].string, &error), "%s", rows[i].label);
		ck_assert_msg(strncmp(error.text, rows[i].error, strlen(rows[i].error)) == 0,
			      "%s: %s", rows[i].label, error.text);
	}
}
END_TEST

Suite *plugin_suite(void)
{
	Suite *suite = suite_create("plugin");
	TCase *tests = tcase_create("plugin");

	tcase_add_test(tests, a_type_is_found_by_its_whole_name);
	tcase_add_test(tests, a_string_names_the_type_and_its_arguments);
	tcase_add_test(tests, a_string_that_makes_no_sense_is_an_error);
	suite_add_tcase(suite, tests);
	return suite;
}
