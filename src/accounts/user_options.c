/* Reads the options of the verbs of `postern user`, and explains them. */
#include "accounts/user_options.h"

#include "accounts/expiry.h"
#include "http/credential_factory.h"
#include "postern/avatar_id.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define USER_OPTION_WIDTH 28 /* columns before what is said of an option */

struct user_option {
	char letter; /* in struct user_verb; not on the command line */
	const char *name;
	const char *argument; /* NULL: it has none */
	const char *help;     /* lines */
};

static const struct user_option user_option_list[] = {
	{'s', "store", "TYPE:ARG", "where the accounts are: sqlite:users.db"},
	{'n', "name", "SPACE",
	 "a protection space (the name of a portal) that USER\n"
	 "logs in to by Digest; may be repeated. Not for Basic"},
	{'p', "password-stdin", NULL,
	 "read the password from the first line of standard\n"
	 "input; else it is asked for on the terminal, twice"},
	{'g', "group", "GROUP", "a group that USER is in; may be repeated"},
	{'a', "add", "GROUP", "put USER into the group; may be repeated"},
	{'r', "remove", "GROUP", "take USER out of the group; may be repeated"},
	{'e', "expires", "DATE",
	 "refuse USER from then on: 2027-01-31, from its first\n"
	 "second in UTC, 2027-01-31T12:00:00Z, or never"},
	{'d', "dry-run", NULL, "only report what would be done"},
	{'j', "json", NULL, "for programs"},
	{'h', "help", NULL, "print this"},
};

#define USER_OPTION_COUNT (sizeof(user_option_list) / sizeof(user_option_list[0]))

bool user_list_has(const struct user_list *list, struct octets item)
{
	for (size_t i = 0; i < list->count; i++) {
		if (octets_equal(list->items[i], item))
			return true;
	}
	return false;
}

static bool user_list_add(struct user_list *list, const char *option, struct error *error)
{
	struct octets item = octets_from(optarg);

	if (user_list_has(list, item)) {
		error_set(error, "--%s: '%s' is given twice", option, optarg);
		return false;
	}
	if (list->count == USER_LIST_MAX) {
		error_set(error, "--%s: no more than %d fit", option, USER_LIST_MAX);
		return false;
	}
	list->items[list->count++] = item;
	return true;
}

static bool user_add_space(struct user_list *spaces, struct error *error)
{
	if (protection_space_valid(optarg, error))
		return user_list_add(spaces, "name", error);
	error_prefix(error, "--name");
	return false;
}

/* Lists of groups are printed with ',' between them. */
static bool user_add_group(struct user_list *groups, const char *option, struct error *error)
{
	size_t length = strlen(optarg);
	bool plain = true;

	for (const char *c = optarg; *c != '\0'; c++)
		plain = plain && (unsigned char)*c > ' ' && *c != 0x7f && *c != ',';
	if (plain && length >= 1 && length <= AVATAR_ID_MAX)
		return user_list_add(groups, option, error);
	error_set(error, "--%s: '%s' is no group: expected 1 to %d bytes without spaces and ','",
		  option, optarg, AVATAR_ID_MAX);
	return false;
}

static bool user_add_expiry(struct user_options *options, struct error *error)
{
	options->expires_given = true;
	if (expiry_parse(optarg, &options->expires, error))
		return true;
	error_prefix(error, "--expires");
	return false;
}

static bool user_take(struct user_options *options, int letter, struct error *error)
{
	switch (letter) {
	case 's':
		options->store = optarg;
		return true;
	case 'n':
		return user_add_space(&options->spaces, error);
	case 'p':
		options->password_stdin = true;
		return true;
	case 'g':
		return user_add_group(&options->groups, "group", error);
	case 'a':
		return user_add_group(&options->groups, "add", error);
	case 'r':
		return user_add_group(&options->removed, "remove", error);
	case 'e':
		return user_add_expiry(options, error);
	case 'd':
		options->dry_run = true;
		return true;
	case 'j':
		options->json = true;
		return true;
	default:
		options->help = true;
		return true;
	}
}

static bool user_verb_takes(const struct user_verb *verb, const struct user_option *option)
{
	return option->letter == 's' || option->letter == 'h' ||
	       strchr(verb->options, option->letter);
}

/* Those that the verb takes. */
static void user_list_options(const struct user_verb *verb,
			      struct option options[static USER_OPTION_COUNT + 1])
{
	size_t count = 0;

	for (size_t i = 0; i < USER_OPTION_COUNT; i++) {
		const struct user_option *option = &user_option_list[i];

		if (!user_verb_takes(verb, option))
			continue;
		options[count++] = (struct option){
			.name = option->name,
			.has_arg = option->argument ? required_argument : no_argument,
			.val = option->letter,
		};
	}
	options[count] = (struct option){.name = NULL};
}

static bool user_take_operand(struct user_options *options, const struct user_verb *verb, int count,
			      char *const operands[], struct error *error)
{
	int expected = verb->operand ? 1 : 0;

	if (count == expected) {
		options->operand = operands[0];
		return true;
	}
	if (verb->operand)
		error_set(error, "expected one %s, not %d", verb->operand, count);
	else
		error_set(error, "'%s' is not expected", operands[0]);
	return false;
}

bool user_options_parse(struct user_options *options, const struct user_verb *verb, int argc,
			char *argv[], struct error *error)
{
	struct option taken[USER_OPTION_COUNT + 1];
	int letter;

	*options = (struct user_options){.store = NULL};
	user_list_options(verb, taken);
	optind = 0; /* getopt begins anew */
	while ((letter = getopt_long(argc, argv, ":", taken, NULL)) != -1) {
		if (letter == ':' || letter == '?') {
			error_set(error, "'%s' %s", argv[optind - 1],
				  letter == ':' ? "needs an argument" : "is no option");
			return false;
		}
		if (!user_take(options, letter, error))
			return false;
	}
	if (options->help)
		return true;
	if (!options->store) {
		error_set(error, "there is no store, add --store TYPE:ARGUMENTS");
		return false;
	}
	return user_take_operand(options, verb, argc - optind, argv + optind, error);
}

/* Further lines stand below the first. */
static void user_print_option(const struct user_option *option)
{
	int used = printf("      --%s%s%s", option->name, option->argument ? " " : "",
			  option->argument ? option->argument : "");

	for (const char *line = option->help; line; used = 0) {
		const char *end = strchrnul(line, '\n');

		printf("%*s%.*s\n", USER_OPTION_WIDTH - used, "", (int)(end - line), line);
		line = *end == '\0' ? NULL : end + 1;
	}
}

void user_options_print_help(const struct user_verb *verb)
{
	printf("Usage: postern user %s --store TYPE:ARGUMENTS [OPTIONS]", verb->name);
	if (verb->operand)
		printf(" %s", verb->operand);
	printf("\n\n%s%s", verb->help, verb->help[0] != '\0' ? "\n" : "");
	for (size_t i = 0; i < USER_OPTION_COUNT; i++) {
		if (user_verb_takes(verb, &user_option_list[i]))
			user_print_option(&user_option_list[i]);
	}
	fputs("\nExit status: 0 done, 64 wrong usage, 65 wrong input, 66 no such file, 67 no such\n"
	      "user, 73 the name is taken, 74 the store cannot be opened, read or written.\n",
	      stdout);
}
