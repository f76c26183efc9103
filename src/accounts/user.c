/* `postern user`: finds the verb, and says what went wrong with it. */
#include "accounts/user.h"

#include "accounts/user_verbs.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct user_verb *const user_verbs[] = {
	&user_verb_add,     &user_verb_passwd, &user_verb_list,   &user_verb_show,
	&user_verb_disable, &user_verb_enable, &user_verb_delete, &user_verb_group,
	&user_verb_import,  &user_verb_export,
};

#define USER_VERB_COUNT (sizeof(user_verbs) / sizeof(user_verbs[0]))

static void user_print_verbs(FILE *file)
{
	fputs("Usage: postern user VERB --store TYPE:ARGUMENTS [OPTIONS] [USER|FILE]\n\n", file);
	for (size_t i = 0; i < USER_VERB_COUNT; i++)
		fprintf(file, "  %-10s%s\n", user_verbs[i]->name, user_verbs[i]->summary);
	fputs("\npostern user VERB --help says more. A password never stands on the command line,\n"
	      "where others can read it.\n",
	      file);
}

static const struct user_verb *user_find_verb(const char *name)
{
	for (size_t i = 0; i < USER_VERB_COUNT; i++) {
		if (strcmp(user_verbs[i]->name, name) == 0)
			return user_verbs[i];
	}
	return NULL;
}

/* argv[0] is the verb. */
static int user_do(const struct user_verb *verb, int argc, char *argv[], struct error *error)
{
	struct user_options options;

	if (!user_options_parse(&options, verb, argc, argv, error))
		return EX_USAGE;
	if (options.help) {
		user_options_print_help(verb);
		return EX_OK;
	}
	return verb->run(&options, error);
}

int user_main(int argc, char *argv[])
{
	const struct user_verb *verb;
	struct error error;
	int status;

	if (argc < 2) {
		user_print_verbs(stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0) {
		user_print_verbs(stdout);
		return EX_OK;
	}
	verb = user_find_verb(argv[1]);
	if (!verb) {
		fprintf(stderr, "postern: user: '%s' is no verb (see postern user --help)\n",
			argv[1]);
		return EX_USAGE;
	}
	status = user_do(verb, argc - 1, argv + 1, &error);
	if (status != EX_OK)
		fprintf(stderr, "postern: user %s: %s\n", verb->name, error.text);
	return status;
}
