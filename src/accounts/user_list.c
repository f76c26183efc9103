/* `postern user list` and `show`: what there is of all accounts, or of one. */
#include "accounts/user_list.h"

#include "accounts/expiry.h"
#include "accounts/user_print.h"
#include "accounts/user_verbs.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What is printed of an account, in this order. */
struct user_column {
	const char *name;
	int width; /* at least, on a terminal; 0: the last one ends the line */
	void (*print)(FILE *file, const struct stored_account *account);
};

static void user_column_name(FILE *file, const struct stored_account *account)
{
	user_print_text(file, account->name);
}

static void user_column_state(FILE *file, const struct stored_account *account)
{
	fputs(user_print_state(account), file);
}

static void user_column_password(FILE *file, const struct stored_account *account)
{
	fputs(user_print_scheme(account), file);
}

static void user_column_expires(FILE *file, const struct stored_account *account)
{
	char text[EXPIRY_TEXT_MAX];

	expiry_format(account->expires, text);
	fputs(text, file);
}

static const struct user_column user_columns[] = {
	{"user", 20, user_column_name},         {"state", 8, user_column_state},
	{"password", 13, user_column_password}, {"expires", 20, user_column_expires},
	{"groups", 16, user_print_groups},      {"digest", 0, user_print_spaces},
};

#define USER_COLUMN_COUNT (sizeof(user_columns) / sizeof(user_columns[0]))

/* Characters, not bytes. */
static int user_column_length(const char *text)
{
	int length = 0;

	for (; *text != '\0'; text++)
		length += (*text & 0xc0) != 0x80;
	return length;
}

/* Two spaces behind what is shorter than the column, and behind what is longer. */
static void user_column_put(const struct user_column *column, const char *text, bool terminal)
{
	int missing = column->width - user_column_length(text);

	if (column->width == 0)
		printf("%s\n", text);
	else if (terminal)
		printf("%s%*s", text, (missing > 0 ? missing : 0) + 2, "");
	else
		printf("%s\t", text);
}

/* NULL prints the names of the columns. */
static void user_list_row(const struct stored_account *account, bool terminal)
{
	for (size_t i = 0; i < USER_COLUMN_COUNT; i++) {
		char *text;
		size_t length;
		FILE *file = open_memstream(&text, &length);

		if (!file)
			abort();
		if (account)
			user_columns[i].print(file, account);
		else
			fputs(user_columns[i].name, file);
		fclose(file);
		user_column_put(&user_columns[i], text, terminal);
		free(text);
	}
}

int user_list_json(struct user_account *user, bool secrets, struct error *error)
{
	const char *before = "[";
	int status;

	while ((status = user_account_find_next(user, error)) == EX_OK) {
		fputs(before, stdout);
		user_print_json(stdout, &user->account, secrets);
		before = ",\n";
	}
	printf("%s]\n", *before == '[' ? "[" : "");
	return status == EX_NOUSER ? EX_OK : status;
}

static int user_list_rows(struct user_account *user, struct error *error)
{
	const bool terminal = isatty(STDOUT_FILENO);
	int status;

	if (terminal)
		user_list_row(NULL, true);
	while ((status = user_account_find_next(user, error)) == EX_OK)
		user_list_row(&user->account, terminal);
	return status == EX_NOUSER ? EX_OK : status;
}

static int user_list(const struct user_options *options, struct error *error)
{
	struct user_account user;
	int status = user_account_open(&user, options, STORE_USE_READ, error);

	if (status == EX_OK)
		status = options->json ? user_list_json(&user, false, error)
				       : user_list_rows(&user, error);
	user_account_close(&user);
	return status;
}

const struct user_verb user_verb_list = {
	.name = "list",
	.options = "j",
	.summary = "say what accounts there are",
	.help = "Each is a line of user, state, scheme of the password, expiry, groups, and\n"
		"protection spaces with their algorithms: a table on a terminal, else with a tab\n"
		"between them. --json: an array of what 'show' says.\n",
	.run = user_list,
};

static void user_show_account(const struct stored_account *account)
{
	for (size_t i = 0; i < USER_COLUMN_COUNT; i++) {
		printf("%-10s", user_columns[i].name);
		user_columns[i].print(stdout, account);
		putchar('\n');
	}
}

static int user_show(const struct user_options *options, struct error *error)
{
	struct user_account user;
	int status = user_account_open(&user, options, STORE_USE_READ, error);

	if (status == EX_OK)
		status = user_account_find(&user, options->operand, error);
	if (status == EX_OK && options->json) {
		user_print_json(stdout, &user.account, false);
		putchar('\n');
	} else if (status == EX_OK) {
		user_show_account(&user.account);
	}
	user_account_close(&user);
	return status;
}

const struct user_verb user_verb_show = {
	.name = "show",
	.operand = "USER",
	.options = "j",
	.summary = "say what there is of one account",
	.help = "Never its secrets.\n",
	.run = user_show,
};
