/* What stands behind `postern user VERB`: one list of options, of which each verb takes some. */
#ifndef ACCOUNTS_USER_OPTIONS_H
#define ACCOUNTS_USER_OPTIONS_H

#include "postern/error.h"
#include "postern/octets.h"

#include <stdint.h>

#define USER_LIST_MAX 16 /* of the same option */

/* Everything in it is borrowed from the command line. */
struct user_list {
	struct octets items[USER_LIST_MAX];
	size_t count;
};

struct user_options {
	const char *store;
	const char *operand;      /* the user or the file; NULL: there is none */
	struct user_list spaces;  /* --name: no two the same, nor in the others */
	struct user_list groups;  /* --group, --add */
	struct user_list removed; /* --remove: from groups */
	int64_t expires;
	bool expires_given;
	bool password_stdin;
	bool dry_run;
	bool json;
	bool help;
};

/* One verb: what it is called with, what it says of itself, and what it does. */
struct user_verb {
	const char *name;
	const char *operand; /* "USER", "FILE", or NULL */
	const char *options; /* the letters of those it takes, in the order of the help */
	const char *summary; /* one line of help */
	const char *help;    /* lines of help, the last with its newline; or "" */

	/* Returns the status to exit with; the error is set unless that is EX_OK. */
	int (*run)(const struct user_options *options, struct error *error);
};

bool user_list_has(const struct user_list *list, struct octets item);

/* argv[0] is the verb. False with the error set; nothing is missing unless help was asked for. */
bool user_options_parse(struct user_options *options, const struct user_verb *verb, int argc,
			char *argv[], struct error *error);

void user_options_print_help(const struct user_verb *verb);

#endif
