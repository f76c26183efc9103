/* Reads the command line; each --at begins a portal, and what follows belongs to it. */
#include "application/options.h"

#include <assert.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum option_code {
	OPTION_PRINT_APPLICATION = LIFECYCLE_OPTION_END,
	OPTION_HELP,
	OPTION_HELP_AUTH,
	OPTION_HELP_AUTH_TYPE,
	OPTION_HELP_REALM,
	OPTION_HELP_REALM_TYPE,
	OPTION_HELP_FACTORY,
	OPTION_HELP_FACTORY_TYPE,
	OPTION_VERSION,
	OPTION_LISTEN,
	OPTION_LOOPS,
	OPTION_HEAD_LIMIT,
	OPTION_LOGIN_TIMEOUT,
	OPTION_THROTTLE,
	OPTION_THROTTLE_EXEMPT,
	OPTION_TRUSTED_PROXY,
	OPTION_WRITABLE,
	OPTION_PLUGIN,
	OPTION_ACCESS_LOG,
	OPTION_NONCE_KEY,
	OPTION_AT,
	OPTION_NAME,
	OPTION_FACTORY,
	OPTION_AUTH,
	OPTION_REQUIRE,
	OPTION_REALM,
	OPTION_MUTUAL,
};

static const struct option options_long[] = {
	{"application", required_argument, NULL, 'y'},
	{"print-application", no_argument, NULL, OPTION_PRINT_APPLICATION},
	{"help", no_argument, NULL, OPTION_HELP},
	{"help-auth", no_argument, NULL, OPTION_HELP_AUTH},
	{"help-auth-type", required_argument, NULL, OPTION_HELP_AUTH_TYPE},
	{"help-realm", no_argument, NULL, OPTION_HELP_REALM},
	{"help-realm-type", required_argument, NULL, OPTION_HELP_REALM_TYPE},
	{"help-factory", no_argument, NULL, OPTION_HELP_FACTORY},
	{"help-factory-type", required_argument, NULL, OPTION_HELP_FACTORY_TYPE},
	{"version", no_argument, NULL, OPTION_VERSION},
	{"listen", required_argument, NULL, OPTION_LISTEN},
	{"loops", required_argument, NULL, OPTION_LOOPS},
	{"head-limit", required_argument, NULL, OPTION_HEAD_LIMIT},
	{"login-timeout", required_argument, NULL, OPTION_LOGIN_TIMEOUT},
	{"throttle", required_argument, NULL, OPTION_THROTTLE},
	{"throttle-exempt", required_argument, NULL, OPTION_THROTTLE_EXEMPT},
	{"trusted-proxy", required_argument, NULL, OPTION_TRUSTED_PROXY},
	{"writable", required_argument, NULL, OPTION_WRITABLE},
	{"plugin", required_argument, NULL, OPTION_PLUGIN},
	{"access-log", required_argument, NULL, OPTION_ACCESS_LOG},
	{"nonce-key", required_argument, NULL, OPTION_NONCE_KEY},
	{"at", required_argument, NULL, OPTION_AT},
	{"name", required_argument, NULL, OPTION_NAME},
	{"factory", required_argument, NULL, OPTION_FACTORY},
	{"auth", required_argument, NULL, OPTION_AUTH},
	{"require", required_argument, NULL, OPTION_REQUIRE},
	{"realm", required_argument, NULL, OPTION_REALM},
	{"mutual", no_argument, NULL, OPTION_MUTUAL},
	{NULL, 0, NULL, 0},
};

static struct portal_description *options_portal(struct options *options, const char *option,
						 struct error *error)
{
	struct description *given = options->given;

	if (given->portal_count > 0)
		return &given->portals[given->portal_count - 1];
	error_set(error, "--%s: it belongs to a portal, put --at PREFIX before it", option);
	return NULL;
}

static bool options_set_once(struct setting *setting, const struct portal_description *portal,
			     const char *option, struct error *error)
{
	if (setting->text) {
		error_set(error, "portal '%s': --%s is given twice",
			  portal_description_prefix(portal), option);
		return false;
	}
	setting_set(setting, optarg, 0);
	return true;
}

static bool options_take_for_portal(struct options *options, int code, const char *option,
				    struct error *error)
{
	struct portal_description *portal = options_portal(options, option, error);

	if (!portal)
		return false;
	switch (code) {
	case OPTION_NAME:
		return options_set_once(&portal->name, portal, option, error);
	case OPTION_REALM:
		return options_set_once(&portal->realm, portal, option, error);
	case OPTION_FACTORY:
		settings_add(&portal->factories, optarg, 0);
		return true;
	case OPTION_REQUIRE:
		settings_add(&portal->require, optarg, 0);
		return true;
	case OPTION_MUTUAL:
		portal->mutual = true;
		return true;
	default:
		settings_add(&portal->checkers, optarg, 0);
		return true;
	}
}

static bool options_take_for_login(struct options *options, int code, const char *option,
				   struct error *error)
{
	if (options->action != OPTIONS_LOGIN) {
		error_set(error, "--%s: it belongs to 'postern login'", option);
		return false;
	}
	login_options_take(&options->login, code);
	return true;
}

/* Values that may not fit. */
static bool options_take_value(struct options *options, int code, struct error *error)
{
	struct description *given = options->given;

	switch (code) {
	case OPTION_LOOPS:
		return description_set_loops(given, optarg, error);
	case OPTION_HEAD_LIMIT:
		return description_set_head_limit(given, optarg, error);
	case OPTION_LOGIN_TIMEOUT:
		return description_set_login_timeout(given, optarg, error);
	case OPTION_THROTTLE:
		return description_set_throttle(given, optarg, error);
	case OPTION_NONCE_KEY:
		return description_set_nonce_key(given, optarg, 0, error);
	case OPTION_ACCESS_LOG:
		return access_choice_set(&given->access, optarg, given->directory, error);
	case OPTION_WRITABLE:
		return description_add_path(given, &given->writable, optarg, 0, error);
	case OPTION_PLUGIN:
		return description_add_path(given, &given->plugins, optarg, 0, error);
	default:
		return lifecycle_options_take(&options->lifecycle, code, optarg, error);
	}
}

static bool options_take(struct options *options, int code, const char *option, struct error *error)
{
	switch (code) {
	case 'y':
		options->application = optarg;
		return true;
	case OPTION_LISTEN:
		settings_add(&options->given->listen, optarg, 0);
		return true;
	case OPTION_THROTTLE_EXEMPT:
		settings_add(&options->given->throttle_exempt, optarg, 0);
		return true;
	case OPTION_TRUSTED_PROXY:
		settings_add(&options->given->trusted_proxies, optarg, 0);
		return true;
	case OPTION_AT:
		return description_add_portal(options->given, optarg, 0, error) != NULL;
	case OPTION_NAME:
	case OPTION_FACTORY:
	case OPTION_AUTH:
	case OPTION_REQUIRE:
	case OPTION_REALM:
	case OPTION_MUTUAL:
		return options_take_for_portal(options, code, option, error);
	default:
		if (login_options_know(code))
			return options_take_for_login(options, code, option, error);
		if (options_take_value(options, code, error))
			return true;
		error_prefix(error, "--%s", option);
		return false;
	}
}

/* True when the option asks for words instead of a server. */
static bool options_asks(struct options *options, int code)
{
	options->topic = optarg;
	switch (code) {
	case OPTION_HELP:
		options->action = OPTIONS_HELP;
		return true;
	case OPTION_VERSION:
		options->action = OPTIONS_VERSION;
		return true;
	case OPTION_PRINT_APPLICATION:
		options->action = OPTIONS_PRINT_APPLICATION;
		return true;
	case OPTION_HELP_AUTH:
	case OPTION_HELP_AUTH_TYPE:
		options->action = OPTIONS_HELP_AUTH;
		return true;
	case OPTION_HELP_REALM:
	case OPTION_HELP_REALM_TYPE:
		options->action = OPTIONS_HELP_REALM;
		return true;
	case OPTION_HELP_FACTORY:
	case OPTION_HELP_FACTORY_TYPE:
		options->action = OPTIONS_HELP_FACTORY;
		return true;
	default:
		return false;
	}
}

static bool options_fit(const struct options *options, struct error *error)
{
	if (options->application && options->given->portal_count > 0) {
		error_set(error, "--at: the application file has the portals, leave out "
				 "--application or --at");
		return false;
	}
	/* Whoever says which server by its pid file alone would get another one, run as root. */
	if (options->action == OPTIONS_RESTART && !options->application &&
	    options->given->portal_count == 0) {
		error_set(error, "restart: in place of the server the demonstration would be "
				 "started, add --application or --at");
		return false;
	}
	if (options->given->portal_count > 0 && !description_complete(options->given, error))
		return false;
	return lifecycle_options_fit(&options->lifecycle, error);
}

/* True when argv[1] is a verb. */
static bool options_take_verb(struct options *options, int argc, char *argv[])
{
	static const struct {
		const char *verb;
		enum options_action action;
	} verbs[] = {
		{"run", OPTIONS_RUN},       {"check", OPTIONS_CHECK},
		{"stop", OPTIONS_STOP},     {"restart", OPTIONS_RESTART},
		{"reload", OPTIONS_RELOAD}, {"rotate", OPTIONS_ROTATE},
		{"status", OPTIONS_STATUS}, {"login", OPTIONS_LOGIN},
	};

	for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(argv[1], verbs[i].verb) == 0) {
			options->action = verbs[i].action;
			return true;
		}
	}
	return false;
}

/* getopt knows a short option by its letter only: it may stand among others. */
static void options_refuse(char *argv[], const char *reason, struct error *error)
{
	if (optopt > 0 && optopt < LIFECYCLE_OPTION_FIRST)
		error_set(error, "'-%c' %s", optopt, reason);
	else
		error_set(error, "'%s' %s", argv[optind - 1], reason);
}

#define OPTIONS_TABLE_MAX 64

/* Ours behind those of the others. */
static void options_join_tables(struct option table[static OPTIONS_TABLE_MAX])
{
	size_t count = lifecycle_options_list(table);

	for (const struct option *option = login_options_long; option->name; option++)
		table[count++] = *option;
	for (const struct option *option = options_long; option->name; option++)
		table[count++] = *option;
	assert(count < OPTIONS_TABLE_MAX);
	table[count] = (struct option){.name = NULL};
}

/* The long name, also of an option that was given by its letter. */
static const char *options_name(const struct option *table, int code)
{
	while (table->name && table->val != code)
		table++;
	return table->name;
}

static int options_next(const struct option *table, int argc, char *argv[])
{
	return getopt_long(argc, argv, "+:y:" LIFECYCLE_LETTERS, table, NULL);
}

static bool options_walk(struct options *options, int argc, char *argv[], struct error *error)
{
	struct option table[OPTIONS_TABLE_MAX];
	int code;

	options_join_tables(table);
	optind = 0; /* getopt begins anew */
	while ((code = options_next(table, argc, argv)) != -1) {
		if (code == '?' || code == ':') {
			options_refuse(argv, code == '?' ? "is no option" : "needs an argument",
				       error);
			return false;
		}
		if (options_asks(options, code))
			return true;
		if (!options_take(options, code, options_name(table, code), error))
			return false;
	}
	if (options->action == OPTIONS_LOGIN && optind < argc)
		options->login.user = argv[optind++];
	if (optind < argc) {
		error_set(error, "unexpected argument '%s'", argv[optind]);
		return false;
	}
	if (options->action == OPTIONS_LOGIN)
		login_options_choose(&options->login, options->given);
	return options_fit(options, error);
}

bool options_parse(struct options *options, int argc, char *argv[], const char *directory,
		   struct error *error)
{
	bool verb;

	*options = (struct options){.action = OPTIONS_RUN};
	lifecycle_options_init(&options->lifecycle);
	options->given = description_create(NULL, directory);
	verb = options_take_verb(options, argc, argv);
	return options_walk(options, argc - verb, argv + verb, error);
}

/* All behind the type, whatever the type: a checker may take a secret in any place. */
static void options_hide_argument(char *string)
{
	char *colon = strchr(string, ':');

	if (colon)
		memset(colon + 1, '*', strlen(colon + 1));
}

void options_hide_secrets(int argc, char *argv[])
{
	struct option table[OPTIONS_TABLE_MAX];
	struct options ignored;
	bool verb = options_take_verb(&ignored, argc, argv);
	int code;

	options_join_tables(table);
	optind = 0; /* getopt begins anew */
	while ((code = options_next(table, argc - verb, argv + verb)) != -1) {
		if (code == OPTION_AUTH)
			options_hide_argument(optarg);
	}
}

void options_finish(struct options *options)
{
	login_options_finish(&options->login);
	description_destroy(options->given);
}
