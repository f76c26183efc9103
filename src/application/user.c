/* Prepares a name and a password, and puts what checkers need of them into a store. */
#include "application/user.h"

#include "application/password_line.h"
#include "application/terminal.h"
#include "cred/store.h"
#include "http/credential_factory.h"
#include "postern/avatar_id.h"
#include "postern/digest_algorithm.h"
#include "postern/password.h"
#include "postern/plugin.h"
#include "postern/precis.h"
#include "postern/secret.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define USER_SPACES_MAX 16

struct user_options {
	const char *store;
	const char *spaces[USER_SPACES_MAX];
	size_t space_count;
	const char *name;
	bool password_stdin;
	bool help;
};

/* All secrets of one account, in one place to wipe. */
struct user_secrets {
	char line[PASSWORD_LINE_MAX];
	char again[PASSWORD_LINE_MAX];
	char password[PASSWORD_MAX];
	char hash[PASSWORD_HASH_MAX];
	struct stored_ha1 ha1s[USER_SPACES_MAX * DIGEST_ALGORITHM_COUNT];
};

static const struct option user_long_options[] = {
	{"store", required_argument, NULL, 's'},
	{"name", required_argument, NULL, 'n'},
	{"password-stdin", no_argument, NULL, 'p'},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

static void user_print_help(void)
{
	fputs("Usage: postern user add --store TYPE:ARGUMENTS [--name SPACE]... USER\n"
	      "\n"
	      "  --store TYPE:ARG    where the account goes: sqlite:users.db\n"
	      "  --name SPACE        a protection space (the name of a portal) that USER logs in\n"
	      "                      to with Digest; may be repeated. Basic needs none.\n"
	      "  --password-stdin    read the password from the first line of standard input;\n"
	      "                      else it is asked for on the terminal, twice\n",
	      stdout);
}

static bool user_take_space(struct user_options *options, struct error *error)
{
	if (!protection_space_valid(optarg, error)) {
		error_prefix(error, "--name");
		return false;
	}
	for (size_t i = 0; i < options->space_count; i++) {
		if (strcmp(options->spaces[i], optarg) == 0) {
			error_set(error, "--name: '%s' is given twice", optarg);
			return false;
		}
	}
	if (options->space_count == USER_SPACES_MAX) {
		error_set(error, "--name: no more than %d fit", USER_SPACES_MAX);
		return false;
	}
	options->spaces[options->space_count++] = optarg;
	return true;
}

static bool user_take(struct user_options *options, int code, const char *word, struct error *error)
{
	switch (code) {
	case 's':
		options->store = optarg;
		return true;
	case 'n':
		return user_take_space(options, error);
	case 'p':
		options->password_stdin = true;
		return true;
	case 'h':
		options->help = true;
		return true;
	default:
		error_set(error, "'%s' %s", word,
			  code == ':' ? "needs an argument" : "is no option");
		return false;
	}
}

/* argv[0] is "add". */
static bool user_parse(struct user_options *options, int argc, char *argv[], struct error *error)
{
	int code;

	optind = 0; /* getopt begins anew */
	while ((code = getopt_long(argc, argv, ":", user_long_options, NULL)) != -1) {
		if (!user_take(options, code, argv[optind - 1], error))
			return false;
	}
	if (options->help)
		return true;
	if (!options->store) {
		error_set(error, "there is no store, add --store TYPE:ARGUMENTS");
		return false;
	}
	if (argc - optind != 1) {
		error_set(error, "expected one user name, not %d", argc - optind);
		return false;
	}
	options->name = argv[optind];
	return true;
}

static int user_prepare_name(const char *name, char buffer[static AVATAR_ID_MAX],
			     struct octets *prepared, struct error *error)
{
	if (precis_prepare(PRECIS_USERNAME, octets_from(name), buffer, AVATAR_ID_MAX, prepared) &&
	    !memchr(prepared->data, ':', prepared->length))
		return EX_OK;
	error_set(error,
		  "user name '%s': expected 1 to %d bytes of letters, digits and symbols, without "
		  "':' and spaces",
		  name, AVATAR_ID_MAX);
	return EX_DATAERR;
}

static int user_ask(struct user_secrets *secrets, struct octets *password, struct error *error)
{
	struct octets again;

	if (!terminal_read_password("Password: ", secrets->line, sizeof(secrets->line), password,
				    error) ||
	    !terminal_read_password("The same again: ", secrets->again, sizeof(secrets->again),
				    &again, error))
		return EX_NOINPUT;
	if (secret_equal(again, *password))
		return EX_OK;
	error_set(error, "the passwords are not the same");
	return EX_DATAERR;
}

static int user_read_password(const struct user_options *options, struct user_secrets *secrets,
			      struct octets *password, struct error *error)
{
	struct octets line;
	int status = options->password_stdin ? password_line_read(secrets->line, &line, error)
					     : user_ask(secrets, &line, error);

	if (status != EX_OK)
		return status;
	if (precis_prepare(PRECIS_PASSWORD, line, secrets->password, sizeof(secrets->password),
			   password))
		return EX_OK;
	error_set(error, "password: expected 1 to %d bytes of UTF-8, without control characters",
		  PASSWORD_MAX);
	return EX_DATAERR;
}

/* For each protection space and all algorithms: which one a client takes is not ours to choose. */
static size_t user_hash_for_digest(const struct user_options *options, struct octets name,
				   struct octets password, struct stored_ha1 *ha1s)
{
	size_t count = 0;

	for (size_t i = 0; i < options->space_count; i++) {
		for (int algorithm = 0; algorithm < DIGEST_ALGORITHM_COUNT; algorithm++) {
			struct stored_ha1 *ha1 = &ha1s[count++];

			ha1->realm = octets_from(options->spaces[i]);
			ha1->algorithm = (enum digest_algorithm)algorithm;
			digest_ha1(ha1->algorithm, name, ha1->realm, password, ha1->value);
		}
	}
	return count;
}

static int user_store(const char *string, const struct stored_account *account, struct error *error)
{
	char *directory = realpath(".", NULL);
	struct store *store;
	bool added;

	if (!directory) {
		error_set(error, "cannot find the working directory: %s", strerror(errno));
		return EX_IOERR;
	}
	store = store_open(string, directory, store_types, error);
	free(directory);
	if (!store)
		return EX_IOERR;
	added = store_add(store, account, error);
	store_close(store);
	return added ? EX_OK : EX_CANTCREAT;
}

static void user_report(const struct user_options *options, struct octets name)
{
	printf("added '%.*s' to %s: Basic", (int)name.length, name.data, options->store);
	for (size_t i = 0; i < options->space_count; i++)
		printf("%s '%s'", i == 0 ? ", and Digest for" : ",", options->spaces[i]);
	if (options->space_count == 0)
		printf(" only (Digest needs --name SPACE)");
	putchar('\n');
}

static int user_add_with(const struct user_options *options, struct user_secrets *secrets,
			 struct error *error)
{
	char name[AVATAR_ID_MAX];
	struct stored_account account = {.ha1s = secrets->ha1s};
	struct octets password;
	int status = user_prepare_name(options->name, name, &account.name, error);

	if (status == EX_OK)
		status = user_read_password(options, secrets, &password, error);
	if (status != EX_OK)
		return status;
	if (!password_hash(password, secrets->hash, error))
		return EX_DATAERR;
	account.password_hash = octets_from(secrets->hash);
	account.ha1_count = user_hash_for_digest(options, account.name, password, secrets->ha1s);
	status = user_store(options->store, &account, error);
	if (status == EX_OK)
		user_report(options, account.name);
	return status;
}

static int user_add(int argc, char *argv[], struct error *error)
{
	struct user_options options = {.store = NULL};
	struct user_secrets secrets;
	int status;

	if (!user_parse(&options, argc, argv, error))
		return EX_USAGE;
	if (options.help) {
		user_print_help();
		return EX_OK;
	}
	status = user_add_with(&options, &secrets, error);
	secret_wipe(&secrets, sizeof(secrets));
	return status;
}

int user_main(int argc, char *argv[])
{
	struct error error;
	int status;

	if (argc < 2 || strcmp(argv[1], "add") != 0) {
		fputs("postern: user: the only verb is 'add' (see postern user add --help)\n",
		      stderr);
		return EX_USAGE;
	}
	status = user_add(argc - 1, argv + 1, &error);
	if (status != EX_OK)
		fprintf(stderr, "postern: user add: %s\n", error.text);
	return status;
}
