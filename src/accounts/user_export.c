/* `postern user export`: what import reads, or all there is as JSON. With all secrets. */
#include "accounts/user_list.h"
#include "accounts/user_verbs.h"
#include "base/hex.h"
#include "postern/secret.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What no line can say. */
struct user_export {
	size_t accounts; /* that are disabled, or expire: their lines would let them in for ever */
	size_t secrets;  /* HA1s of SHA-512-256, and what would be another line */
	size_t groups;   /* of how many accounts */
};

/* Another program may have written it, and it must not become a line of its own. */
static bool user_export_fits(struct octets field)
{
	for (size_t i = 0; i < field.length; i++) {
		if ((unsigned char)field.data[i] < ' ' || field.data[i] == 0x7f)
			return false;
	}
	return field.length > 0;
}

static void user_export_field(struct octets field, char end)
{
	fwrite(field.data, 1, field.length, stdout);
	putchar(end);
}

static void user_export_password(struct user_export *export, const struct stored_account *account)
{
	struct octets hash = account->password_hash;

	if (!hash.data)
		return;
	if (!user_export_fits(hash) || memchr(hash.data, ':', hash.length)) {
		export->secrets++;
		return;
	}
	user_export_field(account->name, ':');
	user_export_field(hash, '\n');
}

static void user_export_ha1(struct user_export *export, const struct stored_account *account,
			    const struct stored_ha1 *ha1)
{
	char digits[2 * DIGEST_SIZE_MAX + 1];

	if (ha1->algorithm == DIGEST_ALGORITHM_SHA_512_256 || !user_export_fits(ha1->realm)) {
		export->secrets++;
		return;
	}
	hex_encode(ha1->value, digest_algorithm_size(ha1->algorithm), digits);
	user_export_field(account->name, ':');
	user_export_field(ha1->realm, ':');
	user_export_field(octets_from(digits), '\n');
	secret_wipe(digits, sizeof(digits));
}

static void user_export_lines(struct user_export *export, const struct stored_account *account)
{
	struct octets name = account->name;

	if (account->disabled || account->expires != 0 || !user_export_fits(name) ||
	    name.data[0] == '#' || memchr(name.data, ':', name.length)) {
		export->accounts++;
		return;
	}
	export->groups += account->group_count > 0;
	user_export_password(export, account);
	for (size_t i = 0; i < account->ha1_count; i++)
		user_export_ha1(export, account, &account->ha1s[i]);
}

static void user_export_report(const struct user_export *export)
{
	if (export->accounts + export->secrets + export->groups > 0)
		fprintf(stderr,
			"left out, because lines cannot say it: %zu accounts that are disabled or "
			"expire,\n%zu secrets for Digest by SHA-512-256, the groups of %zu "
			"accounts; --json has all\n",
			export->accounts, export->secrets, export->groups);
}

static int user_export_each(struct user_account *user, const struct user_options *options,
			    struct error *error)
{
	struct user_export export = {.accounts = 0};
	int status;

	if (options->json)
		return user_list_json(user, true, error);
	while ((status = user_account_find_next(user, error)) == EX_OK)
		user_export_lines(&export, &user->account);
	if (status != EX_NOUSER)
		return status;
	user_export_report(&export);
	return EX_OK;
}

static int user_export(const struct user_options *options, struct error *error)
{
	struct user_account user;
	int status;

	if (isatty(STDOUT_FILENO)) {
		error_set(error, "secrets do not belong on a terminal, add > FILE");
		return EX_USAGE;
	}
	status = user_account_open(&user, options, STORE_USE_READ, error);
	if (status == EX_OK)
		status = user_export_each(&user, options, error);
	user_account_close(&user);
	return status;
}

const struct user_verb user_verb_export = {
	.name = "export",
	.options = "j",
	.summary = "write accounts with their secrets, for import",
	.help = "The lines of htpasswd and htdigest that import reads, to standard output,\n"
		"which must not be a terminal. They are as secret as passwords:\n"
		"(umask 077; ... > FILE). Who is disabled, or expires, is left out, and so is\n"
		"what such lines cannot say. --json: all there is.\n",
	.run = user_export,
};
