/* The application file: what it says arrives, and what is wrong with it is said with its line. */
#include "application/file.h"

#include "application/builtin.h"
#include "http/target.h"

#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

Suite *application_file_suite(void);

#define REST "checkers={anonymous}\nrealm=page\n}\n" /* of a portal that is right */

static struct error error;

static struct description *parse(const char *text)
{
	char *copy = strdup(text);
	struct description *description;

	ck_assert_ptr_nonnull(copy);
	description = file_parse(copy, strlen(copy), "app.conf", "/srv", &error);
	free(copy);
	return description;
}

START_TEST(everything_that_is_written_arrives)
{
	struct description *description = parse("# an example\n"
						"listen = {\"tcp:1\", 'unix:a\\:b'}\n"
						"loops = 3 nonce_key = nonce.key\n"
						"head_limit = 4096 "
						"writable = {/var, 'a b'} plugins = {a.so}\n"
						"access_log = 'json:log\\:1' "
						"throttle = off trusted_proxies = {\"::1\", unix}\n"
						"portal \"/a/b/\" {\n"
						"\tname = \"A B\"\n"
						"\tfactories = {basic, \"digest:MD5\"}\n"
						"\tcheckers = {\"memory:a:\\\\:\\\"\\${b}\",\n"
						"\t\tanonymous}\n"
						"\trealm = 'files:w w'\n"
						"\tmutual = true\n"
						"}\n");
	const struct portal_description *portal;

	ck_assert_msg(description, "%s", error.text);
	ck_assert_uint_eq(description->listen.count, 2);
	ck_assert_str_eq(description->listen.items[0].text, "tcp:1");
	ck_assert_str_eq(description->listen.items[1].text, "unix:a\\:b");
	ck_assert_uint_eq(description->loops, 3);
	ck_assert_uint_eq(description->head_limit, 4096);
	ck_assert_int_eq(description->throttle, THROTTLE_OFF);
	ck_assert_int_eq(description->access.format, ACCESS_JSON);
	ck_assert_str_eq(description->access.path, "/srv/log:1");
	ck_assert_uint_eq(description->trusted_proxies.count, 2);
	ck_assert_str_eq(description->trusted_proxies.items[0].text, "::1");
	ck_assert_str_eq(description->trusted_proxies.items[1].text, "unix");
	ck_assert_uint_eq(description->writable.count, 2);
	ck_assert_str_eq(description->writable.items[0].text, "/var");
	ck_assert_str_eq(description->writable.items[1].text, "/srv/a b");
	ck_assert_uint_eq(description->writable.items[1].line, 4);
	ck_assert_uint_eq(description->plugins.count, 1);
	ck_assert_str_eq(description->plugins.items[0].text, "/srv/a.so");
	ck_assert_str_eq(description->nonce_key.text, "/srv/nonce.key");
	ck_assert_uint_eq(description->nonce_key.line, 3);
	ck_assert_str_eq(description->directory, "/srv");
	ck_assert_uint_eq(description->portal_count, 1);
	portal = &description->portals[0];
	ck_assert_str_eq(portal->prefix, "/a/b");
	ck_assert_uint_eq(portal->line, 6);
	ck_assert_str_eq(portal->name.text, "A B");
	ck_assert_uint_eq(portal->name.line, 7);
	ck_assert_uint_eq(portal->factories.count, 2);
	ck_assert_str_eq(portal->factories.items[0].text, "basic");
	ck_assert_str_eq(portal->factories.items[1].text, "digest:MD5");
	ck_assert_uint_eq(portal->checkers.count, 2);
	ck_assert_str_eq(portal->checkers.items[0].text, "memory:a:\\:\"${b}");
	ck_assert_uint_eq(portal->checkers.items[0].line, 9);
	ck_assert_uint_eq(portal->checkers.items[1].line, 10);
	ck_assert_str_eq(portal->realm.text, "files:w w");
	ck_assert(portal->mutual);
	description_destroy(description);
}
END_TEST

START_TEST(without_listen_and_loops_there_are_defaults)
{
	struct description *description = parse("portal / {\n" REST);

	ck_assert_msg(description, "%s", error.text);
	ck_assert_uint_eq(description->listen.count, 1);
	ck_assert_str_eq(description->listen.items[0].text, "tcp:8081:interface=127.0.0.1");
	ck_assert_uint_eq(description->loops, 0);
	ck_assert_ptr_null(description->nonce_key.text);
	ck_assert(!description->portals[0].mutual);
	description_destroy(description);
}
END_TEST

START_TEST(the_environment_is_not_read)
{
	struct description *description = parse("portal / {\ncheckers='${HOME}'\nrealm=page}\n");

	ck_assert_msg(description, "%s", error.text);
	ck_assert_str_eq(description->portals[0].checkers.items[0].text, "${HOME}");
	description_destroy(description);
	ck_assert_ptr_null(parse("portal / {\ncheckers=\"${HOME}\"\nrealm=page}\n"));
}
END_TEST

START_TEST(the_built_in_application_is_one)
{
	struct description *description = parse(builtin_text);

	ck_assert_msg(description, "%s", error.text);
	ck_assert_uint_eq(description->portal_count, 2);
	ck_assert_str_eq(description->portals[0].prefix, "/example");
	ck_assert_str_eq(description->portals[1].prefix, "");
	description_destroy(description);
}
END_TEST

static const struct {
	const char *label;
	const char *text;
	const char *expected;
} refused[] = {
	{"unknown key", "# a\n\nlisten = {a}\nlisen = {b}\n", "app.conf:4: unknown key 'lisen'"},
	{"unknown key of a portal", "# a\nportal / {\n# b\nrelm = page\n" REST,
	 "app.conf:4: unknown key 'relm'"},
	{"key of a portal outside", "realm = page\n", "app.conf:1: unknown key 'realm'"},
	{"section within a section", "portal / {\nportal /a {}\n" REST,
	 "app.conf:2: unknown key 'portal'"},
	{"key that only we may set", "portal / {\nbegin = a\n" REST,
	 "app.conf:2: unknown key 'begin'"},
	{"included file", "include('other.conf')\n", "app.conf:1: unknown key 'include'"},
	{"section that only we may make", "portals { realm = page }\n",
	 "app.conf:1: unknown key 'portals'"},
	{"key twice", "loops = 1\nloops = 2\n", "app.conf:2: key 'loops' is given twice"},
	{"list twice", "listen = {a}\nlisten = {b}\n", "app.conf:2: key 'listen' is given twice"},
	{"key of a portal twice", "portal / {\nrealm = page\n" REST,
	 "app.conf:4: key 'realm' is given twice"},
	{"list of a portal twice", "portal / {\ncheckers = {a, b}\n" REST,
	 "app.conf:3: key 'checkers' is given twice"},
	{"portal twice", "portal /a {\n" REST "portal /a {\n" REST,
	 "app.conf:5: portal '/a' is given twice"},
	{"portal twice, written differently", "portal /a {\n" REST "portal /a/ {\n" REST,
	 "app.conf:5: portal '/a/' is given twice"},
	{"list for one value", "portal / {\nrealm = {page}\n}\n",
	 "app.conf:2: unexpected token '{'"},
	{"value without a key", "listen {a}\n",
	 "app.conf:1: missing equal sign after option 'listen'"},
	{"empty path", "\nnonce_key = ''\n", "app.conf:2: nonce_key: expected a path, not ''"},
	{"no number", "loops = many\n", "app.conf:1: loops: 'many' is not a number from 1 to 32"},
	{"no directory", "writable = {/a,\n''}\n", "app.conf:2: writable: expected a path, not ''"},
	{"no object", "plugins = {''}\n", "app.conf:1: plugins: expected a path, not ''"},
	{"number too small", "loops = 0\n", "app.conf:1: loops: '0' is not a number from 1 to 32"},
	{"number too large", "\nloops = 33\n",
	 "app.conf:2: loops: '33' is not a number from 1 to 32"},
	{"number in octal", "loops = 0x1\n",
	 "app.conf:1: loops: '0x1' is not a number from 1 to 32"},
	{"head too short", "head_limit = 4095\n",
	 "app.conf:1: head_limit: '4095' is not a number from 4096 to 65536"},
	{"neither on nor off", "\nthrottle = no\n",
	 "app.conf:2: throttle: 'no' is neither 'on' nor 'off'"},
	{"neither true nor false", "portal /a {\nmutual = maybe\n" REST,
	 "app.conf:2: portal '/a': mutual: 'maybe' is neither 'true' nor 'false'"},
	{"no checkers", "\nportal /a {\nrealm = page\n}\n",
	 "app.conf:2: portal '/a': there is no checker, add checkers = {...}"},
	{"empty list of checkers", "portal / {\ncheckers = {}\nrealm = page\n}\n",
	 "app.conf:1: portal '/': there is no checker, add checkers = {...}"},
	{"no realm", "portal / {\ncheckers = {anonymous}\n}\n",
	 "app.conf:1: portal '/': there is no realm, add realm = ..."},
	{"empty portal", "portal / {}\n",
	 "app.conf:1: portal '/': there is no checker, add checkers = {...}"},
	{"factories without a name", "portal / {\nfactories = {basic}\n" REST,
	 "app.conf:1: portal '/': there is no name for its protection space, add name = ..."},
	{"name with quotes", "portal / {\nname = 'a\"b'\n" REST,
	 "app.conf:2: portal '/': cannot protect 'a\"b': its name is not printable ASCII without "
	 "'\"' and '\\'"},
	{"no portal", "loops = 1\n", "app.conf:1: there is no portal"},
	{"nothing", "", "app.conf:1: there is no portal"},
	{"portal without a prefix", "portal {\n" REST,
	 "app.conf:1: missing title for section 'portal'"},
	{"syntax", "listen = {a}\nportal / {\n", "app.conf:2: '{' without '}'"},
};

START_TEST(what_is_wrong_is_refused_with_its_line)
{
	struct description *description = parse(refused[_i].text);

	ck_assert_msg(!description, "%s", refused[_i].label);
	ck_assert_msg(strcmp(error.text, refused[_i].expected) == 0, "%s: %s", refused[_i].label,
		      error.text);
}
END_TEST

static const char *const prefixes_refused[] = {
	"",      "a",    "a/b",  "//",    "/a//b", "/./a", "/a/.", "/a/..",      "/../a",
	"/a%2f", "/a?b", "/a#b", "/a\\b", "/a b",  "/ä",   "*",    "http://a/b", "/a/b//",
};

START_TEST(a_prefix_that_no_path_has_is_refused)
{
	struct description *description = description_create("app.conf", "/");

	ck_assert_msg(!description_add_portal(description, prefixes_refused[_i], 1, &error), "'%s'",
		      prefixes_refused[_i]);
	ck_assert_ptr_nonnull(strstr(error.text, "normal form of a path"));
	description_destroy(description);
}
END_TEST

START_TEST(a_prefix_longer_than_any_target_is_refused)
{
	struct description *description = description_create("app.conf", "/");
	char prefix[TARGET_MAX + 2] = "/";

	memset(prefix + 1, 'a', TARGET_MAX);
	ck_assert_ptr_null(description_add_portal(description, prefix, 1, &error));
	prefix[TARGET_MAX] = '\0';
	ck_assert_ptr_nonnull(description_add_portal(description, prefix, 1, &error));
	description_destroy(description);
}
END_TEST

static const struct {
	const char *written;
	const char *prefix;
} prefixes[] = {
	{"/", ""},
	{"/a", "/a"},
	{"/a/", "/a"},
	{"/a/b", "/a/b"},
	{"/.a", "/.a"},
	{"/...", "/..."},
	{"/a.b~c-d", "/a.b~c-d"},
};

START_TEST(a_prefix_loses_the_slash_at_its_end)
{
	struct description *description = description_create("app.conf", "/");
	const struct portal_description *portal =
		description_add_portal(description, prefixes[_i].written, 1, &error);

	ck_assert_msg(portal, "%s", error.text);
	ck_assert_str_eq(portal->prefix, prefixes[_i].prefix);
	description_destroy(description);
}
END_TEST

/* A directory of its own, and the working directory. */
static char place[] = "/tmp/postern_file_test.XXXXXX";

static void place_make(void)
{
	strcpy(place + sizeof(place) - 7, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
}

static void place_remove(void)
{
	unlink("app.conf");
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(place), 0);
}

static void write_file(const char *text, size_t padding)
{
	FILE *file = fopen("app.conf", "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	for (size_t i = 0; i < padding; i++)
		putc('\n', file);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(paths_are_relative_to_the_file)
{
	struct description *description = NULL;

	write_file("portal / {\n" REST, 0);
	ck_assert_int_eq(file_read("./app.conf", NULL, &description, &error), EX_OK);
	ck_assert_str_eq(description->directory, place);
	ck_assert_str_eq(description->source, "./app.conf");
	description_destroy(description);
}
END_TEST

/* As a process would that entered "/outer" after it had learned the path. */
START_TEST(t84_a_file_is_found_inside_of_another_root)
{
	struct description *description = NULL;
	char path[PATH_MAX];

	write_file("portal / {\n" REST, 0);
	snprintf(path, sizeof(path), "/outer%s/app.conf", place);
	ck_assert_msg(file_read(path, "/outer", &description, &error) == EX_OK, "%s", error.text);
	ck_assert_str_eq(description->source, path);
	snprintf(path, sizeof(path), "/outer%s", place);
	ck_assert_str_eq(description->directory, path);
	description_destroy(description);
}
END_TEST

START_TEST(t85_a_file_outside_of_the_root_is_missing_input)
{
	struct description *description = NULL;

	ck_assert_int_eq(file_read("/etc/app.conf", "/outer", &description, &error), EX_NOINPUT);
	ck_assert_str_eq(error.text,
			 "cannot reach '/etc/app.conf' from the root directory '/outer'");
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_missing_input)
{
	struct description *description = NULL;

	ck_assert_int_eq(file_read("app.conf", NULL, &description, &error), EX_NOINPUT);
	ck_assert_str_eq(error.text, "cannot read 'app.conf': No such file or directory");
	ck_assert_int_eq(file_read(".", NULL, &description, &error), EX_NOINPUT);
	ck_assert_str_eq(error.text, "cannot read '.': Is a directory");
}
END_TEST

START_TEST(a_file_that_is_wrong_is_a_wrong_configuration)
{
	struct description *description = NULL;

	write_file("loops = many\n", 0);
	ck_assert_int_eq(file_read("app.conf", NULL, &description, &error), EX_CONFIG);
	ck_assert_str_eq(error.text, "app.conf:1: loops: 'many' is not a number from 1 to 32");
}
END_TEST

START_TEST(a_file_of_four_mebibytes_is_read_and_no_longer_one)
{
	const char *text = "portal / {\n" REST;
	struct description *description = NULL;

	write_file(text, FILE_SIZE_MAX - strlen(text));
	ck_assert_int_eq(file_read("app.conf", NULL, &description, &error), EX_OK);
	description_destroy(description);
	write_file(text, FILE_SIZE_MAX - strlen(text) + 1);
	ck_assert_int_eq(file_read("app.conf", NULL, &description, &error), EX_CONFIG);
	ck_assert_str_eq(error.text, "cannot read 'app.conf': longer than 4194304 bytes");
}
END_TEST

Suite *application_file_suite(void)
{
	Suite *suite = suite_create("application_file");
	TCase *texts = tcase_create("texts");
	TCase *files = tcase_create("files");

	tcase_add_test(texts, everything_that_is_written_arrives);
	tcase_add_test(texts, without_listen_and_loops_there_are_defaults);
	tcase_add_test(texts, the_environment_is_not_read);
	tcase_add_test(texts, the_built_in_application_is_one);
	tcase_add_loop_test(texts, what_is_wrong_is_refused_with_its_line, 0,
			    sizeof(refused) / sizeof(*refused));
	tcase_add_loop_test(texts, a_prefix_that_no_path_has_is_refused, 0,
			    sizeof(prefixes_refused) / sizeof(*prefixes_refused));
	tcase_add_test(texts, a_prefix_longer_than_any_target_is_refused);
	tcase_add_loop_test(texts, a_prefix_loses_the_slash_at_its_end, 0,
			    sizeof(prefixes) / sizeof(*prefixes));
	suite_add_tcase(suite, texts);
	tcase_add_checked_fixture(files, place_make, place_remove);
	tcase_add_test(files, paths_are_relative_to_the_file);
	tcase_add_test(files, t84_a_file_is_found_inside_of_another_root);
	tcase_add_test(files, t85_a_file_outside_of_the_root_is_missing_input);
	tcase_add_test(files, a_file_that_cannot_be_read_is_missing_input);
	tcase_add_test(files, a_file_that_is_wrong_is_a_wrong_configuration);
	tcase_add_test(files, a_file_of_four_mebibytes_is_read_and_no_longer_one);
	suite_add_tcase(suite, files);
	return suite;
}
