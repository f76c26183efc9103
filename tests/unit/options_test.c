/* The command line: what it says arrives, and what makes no sense is refused. */
#include "application/options.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

Suite *options_suite(void);

static struct options options;
static struct error error;
static const char directory[] = "/usr";

/* The words of `line`, which has single spaces, are the command line. Returns how many. */
static int split(const char *line, char *argv[static 64])
{
	static char words[512];
	static char program[] = "postern";
	int argc = 1;

	argv[0] = program;
	strcpy(words, line);
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return argc;
}

static bool parse(const char *line)
{
	char *argv[64];
	int argc = split(line, argv);

	return options_parse(&options, argc, argv, directory, &error);
}

static void finish(void)
{
	options_finish(&options);
}

START_TEST(twistds_options_have_twistds_names)
{
	ck_assert_msg(parse("-n -y app.conf"), "%s", error.text);
	ck_assert_int_eq(options.action, OPTIONS_RUN);
	ck_assert(options.lifecycle.nodaemon && !options.lifecycle.debug);
	ck_assert_str_eq(options.application, "app.conf");
	ck_assert_uint_eq(options.lifecycle.stop_timeout, 10);
	finish();
	ck_assert_msg(parse("run --nodaemon --application=app.conf --stop-timeout 0"), "%s",
		      error.text);
	ck_assert_str_eq(options.application, "app.conf");
	ck_assert_uint_eq(options.lifecycle.stop_timeout, 0);
	finish();
	ck_assert_msg(parse("--debug"), "%s", error.text);
	ck_assert(options.lifecycle.nodaemon && options.lifecycle.debug);
	finish();
}
END_TEST

START_TEST(t23_what_checkers_are_given_is_hidden)
{
	static const struct {
		const char *line;
		const char *hidden;
	} rows[] = {
		{"run -n --at / --auth memory:alice:s\\:t --realm page",
		 "run -n --at / --auth memory:********** --realm page"},
		{"--at / --auth=memory:a:b --auth anonymous --listen tcp:1 --au file:a:b",
		 "--at / --auth=memory:*** --auth anonymous --listen tcp:1 --au file:***"},
		{"--auth memory:a:b --frobnicate --auth memory:a:b --auth",
		 "--auth memory:*** --frobnicate --auth memory:*** --auth"},
		{"-y --auth=memory:a:b", "-y --auth=memory:a:b"},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *argv[64];
		int argc = split(rows[i].line, argv);
		char hidden[512] = "";

		options_hide_secrets(argc, argv);
		for (int j = 1; j < argc; j++)
			sprintf(hidden + strlen(hidden), "%s%s", j > 1 ? " " : "", argv[j]);
		ck_assert_str_eq(hidden, rows[i].hidden);
	}
}
END_TEST

START_TEST(check_needs_no_nodaemon)
{
	ck_assert_msg(parse("check"), "%s", error.text);
	ck_assert_int_eq(options.action, OPTIONS_CHECK);
	finish();
}
END_TEST

START_TEST(each_at_begins_a_portal)
{
	const struct portal_description *first;
	const struct portal_description *second;

	ck_assert_msg(parse("check --listen tcp:1 --listen tcp:2 --loops 4 --writable a --writable "
			    "/b --plugin c.so --login-timeout 9 --head-limit 65536 "
			    "--throttle off --throttle on --trusted-proxy ::1 --trusted-proxy unix "
			    "--at /a --name A --factory digest --factory basic "
			    "--auth memory:a:b --auth memory:c:d --require user:a --require "
			    "group:b --realm page --mutual "
			    "--at / --auth anonymous --realm files:www"),
		      "%s", error.text);
	ck_assert_uint_eq(options.given->loops, 4);
	ck_assert_uint_eq(options.given->login_timeout, 9);
	ck_assert_uint_eq(options.given->head_limit, 65536);
	ck_assert_int_eq(options.given->throttle, THROTTLE_ON);
	ck_assert_uint_eq(options.given->trusted_proxies.count, 2);
	ck_assert_uint_eq(options.given->writable.count, 2);
	ck_assert_str_eq(options.given->writable.items[0].text, "/usr/a");
	ck_assert_str_eq(options.given->writable.items[1].text, "/b");
	ck_assert_str_eq(options.given->plugins.items[0].text, "/usr/c.so");
	ck_assert_uint_eq(options.given->listen.count, 2);
	ck_assert_str_eq(options.given->listen.items[1].text, "tcp:2");
	ck_assert_uint_eq(options.given->portal_count, 2);
	first = &options.given->portals[0];
	ck_assert_str_eq(first->prefix, "/a");
	ck_assert_str_eq(first->name.text, "A");
	ck_assert_uint_eq(first->factories.count, 2);
	ck_assert_str_eq(first->factories.items[0].text, "digest");
	ck_assert_str_eq(first->factories.items[1].text, "basic");
	ck_assert_uint_eq(first->checkers.count, 2);
	ck_assert_str_eq(first->checkers.items[0].text, "memory:a:b");
	ck_assert_uint_eq(first->require.count, 2);
	ck_assert_str_eq(first->require.items[1].text, "group:b");
	ck_assert_str_eq(first->realm.text, "page");
	ck_assert(first->mutual);
	second = &options.given->portals[1];
	ck_assert_str_eq(second->prefix, "");
	ck_assert_ptr_null(second->name.text);
	ck_assert(!second->mutual);
	ck_assert_uint_eq(second->checkers.count, 1);
	ck_assert_str_eq(second->realm.text, "files:www");
	finish();
}
END_TEST

START_TEST(paths_are_relative_to_the_directory)
{
	ck_assert_msg(parse("check --at / --auth anonymous --realm page"), "%s", error.text);
	ck_assert_str_eq(options.given->directory, "/usr");
	ck_assert_str_eq(options.given->listen_directory, "/usr");
	ck_assert_ptr_null(options.given->nonce_key.text);
	finish();
	ck_assert_msg(parse("check --nonce-key a/b.key --at / --auth anonymous --realm page"), "%s",
		      error.text);
	ck_assert_str_eq(options.given->nonce_key.text, "/usr/a/b.key");
	finish();
	ck_assert_msg(parse("check --nonce-key /b.key --at / --auth anonymous --realm page"), "%s",
		      error.text);
	ck_assert_str_eq(options.given->nonce_key.text, "/b.key");
	finish();
}
END_TEST

static const struct {
	const char *line;
	enum options_action action;
	const char *topic;
} questions[] = {
	{"--help", OPTIONS_HELP, NULL},
	{"--version", OPTIONS_VERSION, NULL},
	{"--print-application", OPTIONS_PRINT_APPLICATION, NULL},
	{"--help-auth", OPTIONS_HELP_AUTH, NULL},
	{"--help-auth-type memory", OPTIONS_HELP_AUTH, "memory"},
	{"--help-realm", OPTIONS_HELP_REALM, NULL},
	{"--help-realm-type page", OPTIONS_HELP_REALM, "page"},
	{"--help-factory", OPTIONS_HELP_FACTORY, NULL},
	{"--help-factory-type basic", OPTIONS_HELP_FACTORY, "basic"},
	{"-n --help --no-such-option", OPTIONS_HELP, NULL},
	{"check --help", OPTIONS_HELP, NULL},
};

START_TEST(a_question_is_answered_and_nothing_else_done)
{
	ck_assert_msg(parse(questions[_i].line), "%s", error.text);
	ck_assert_int_eq(options.action, questions[_i].action);
	ck_assert_pstr_eq(options.topic, questions[_i].topic);
	finish();
}
END_TEST

static const struct {
	const char *line;
	const char *expected;
} refused[] = {
	{"-l -", "daemons cannot log to stdout (use -n or --logfile=FILE)"},
	{"--euid", "--euid: privileges are always dropped for good"},
	{"--umask 9", "--umask: \"9\" is not an octal number"},
	{"--umask 01000", "--umask: \"01000\" is not an octal number"},
	{"--syslog -l a.log", "--syslog and --logfile are two places, leave out one"},
	{"--chroot=", "--chroot: it is empty"},
	{"--start-timeout 0", "--start-timeout: '0' is not a number from 1 to 3600"},
	{"--notify-fd 2", "--notify-fd: '2' is not a number from 3 to 1000000"},
	{"--frobnicate", "'--frobnicate' is no option"},
	{"-nx", "'-x' is no option"},
	{"-n --application", "'-y' needs an argument"},
	{"-n --at", "'--at' needs an argument"},
	{"-n --explain", "--explain: it belongs to 'postern login'"},
	{"login --at /a alice bob", "unexpected argument 'bob'"},
	{"login --at /a --factory basic --auth anonymous alice",
	 "portal '/a': there is no realm, add --realm"},
	{"-n --pidfile", "'--pidfile' needs an argument"},
	{"-n extra", "unexpected argument 'extra'"},
	{"-n check", "unexpected argument 'check'"},
	{"-n --loops 0", "--loops: '0' is not a number from 1 to 32"},
	{"-n --loops 33", "--loops: '33' is not a number from 1 to 32"},
	{"-n --login-timeout 0", "--login-timeout: '0' is not a number from 1 to 300"},
	{"-n --login-timeout 301", "--login-timeout: '301' is not a number from 1 to 300"},
	{"-n --head-limit 4095", "--head-limit: '4095' is not a number from 4096 to 65536"},
	{"-n --head-limit 65537", "--head-limit: '65537' is not a number from 4096 to 65536"},
	{"-n --head-limit 8k", "--head-limit: '8k' is not a number from 4096 to 65536"},
	{"-n --loops 1x", "--loops: '1x' is not a number from 1 to 32"},
	{"-n --writable=", "--writable: expected a path, not ''"},
	{"-n --nonce-key=", "--nonce-key: expected a path, not ''"},
	{"-n --loops -1", "--loops: '-1' is not a number from 1 to 32"},
	{"-n --throttle maybe", "--throttle: 'maybe' is neither 'on' nor 'off'"},
	{"-n --stop-timeout 3601", "--stop-timeout: '3601' is not a number from 0 to 3600"},
	{"-n --stop-timeout 99999999999", "--stop-timeout: '99999999999' is not a number from 0 to "
					  "3600"},
	{"-n --auth anonymous", "--auth: it belongs to a portal, put --at PREFIX before it"},
	{"-n --name A --at /", "--name: it belongs to a portal, put --at PREFIX before it"},
	{"-n --mutual", "--mutual: it belongs to a portal, put --at PREFIX before it"},
	{"-n --at /", "portal '/': there is no checker, add --auth"},
	{"-n --at /a --auth anonymous", "portal '/a': there is no realm, add --realm"},
	{"-n --at / --factory basic --auth memory:a:b --realm page",
	 "portal '/': there is no name for its protection space, add --name"},
	{"-n --at / --name A --name B", "portal '/': --name is given twice"},
	{"-n --at / --realm page --realm page", "portal '/': --realm is given twice"},
	{"-n --at /a --auth anonymous --realm page --at /a/", "portal '/a/' is given twice"},
	{"-n --at a", "portal 'a': expected the normal form of a path: '/' or '/a/b', printable, "
		      "without '//', '.', '..', '%', '?', '#' and '\\'"},
	{"-n -y app.conf --at / --auth anonymous --realm page",
	 "--at: the application file has the portals, leave out --application or --at"},
	{"restart --pidfile a.pid", "restart: in place of the server the demonstration would be "
				    "started, add --application or --at"},
};

START_TEST(what_makes_no_sense_is_refused)
{
	ck_assert_msg(!parse(refused[_i].line), "%s", refused[_i].line);
	ck_assert_msg(strcmp(error.text, refused[_i].expected) == 0, "%s: %s", refused[_i].line,
		      error.text);
	finish();
}
END_TEST

Suite *options_suite(void)
{
	Suite *suite = suite_create("options");
	TCase *tests = tcase_create("options");

	tcase_add_test(tests, twistds_options_have_twistds_names);
	tcase_add_test(tests, t23_what_checkers_are_given_is_hidden);
	tcase_add_test(tests, check_needs_no_nodaemon);
	tcase_add_test(tests, each_at_begins_a_portal);
	tcase_add_test(tests, paths_are_relative_to_the_directory);
	tcase_add_loop_test(tests, a_question_is_answered_and_nothing_else_done, 0,
			    sizeof(questions) / sizeof(*questions));
	tcase_add_loop_test(tests, what_makes_no_sense_is_refused, 0,
			    sizeof(refused) / sizeof(*refused));
	suite_add_tcase(suite, tests);
	return suite;
}
