/* `postern user import`: accounts from the lines of htpasswd and htdigest files. */
#include "accounts/user_account.h"
#include "accounts/user_import_input.h"
#include "accounts/user_tally.h"
#include "accounts/user_verbs.h"
#include "http/credential_factory.h"
#include "postern/account_line.h"
#include "postern/memory.h"
#include "postern/password.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define USER_IMPORT_LINE 2048 /* bytes; what is longer is skipped */

struct user_import {
	FILE *file;
	struct user_account user; /* the store, and whom the line is about */
	struct user_tally tally;
	char line[USER_IMPORT_LINE];
};

/* What one line says. */
struct user_import_secret {
	struct octets name;
	struct octets password_hash; /* absent: it is an HA1 */
	struct stored_ha1 ha1;
};

/* Without its end. False when the file has ended; the text is absent when the line is too long. */
static bool user_import_read(struct user_import *import, struct octets *text)
{
	size_t length = 0;
	int byte;

	while ((byte = getc_unlocked(import->file)) != EOF && byte != '\n') {
		if (length < sizeof(import->line))
			import->line[length] = (char)byte;
		length++;
	}
	if (byte == EOF && length == 0)
		return false;
	*text = (struct octets){.data = NULL};
	if (length > sizeof(import->line))
		return true;
	if (length > 0 && import->line[length - 1] == '\r')
		length--;
	*text = (struct octets){.data = import->line, .length = length};
	return true;
}

/* An htpasswd line may end with a comment that looks like an HA1, but has a hash before it. */
static bool user_import_is_digest(struct octets text)
{
	struct octets name, hash, digits;
	struct digest_space space;
	struct error ignored;

	if (!account_line_read_digest(text, &name, &space, &digits, &ignored))
		return false;
	return !account_line_read_password(text, &name, &hash, &ignored) ||
	       !password_scheme_name(hash);
}

static bool user_import_take_digest(struct octets text, struct user_import_secret *secret,
				    struct error *doubt)
{
	struct digest_space space;
	struct octets digits;
	char *realm;
	bool valid;

	account_line_read_digest(text, &secret->name, &space, &digits, doubt);
	realm = memory_copy_text(space.realm);
	valid = protection_space_valid(realm, doubt);
	if (valid && strlen(realm) < space.realm.length) {
		error_set(doubt, "cannot protect '%s': a NUL follows it", realm);
		valid = false;
	}
	free(realm);
	secret->ha1 = (struct stored_ha1){.realm = space.realm};
	account_line_decode(digits, secret->ha1.value, &secret->ha1.algorithm);
	return valid;
}

/* False, with the doubt set, when the line lets nobody in. */
static bool user_import_take(struct octets text, struct user_import_secret *secret,
			     struct error *doubt)
{
	doubt->text[0] = '\0';
	secret->password_hash = (struct octets){.data = NULL};
	if (!text.data)
		error_set(doubt, "longer than %d bytes", USER_IMPORT_LINE);
	else if (user_import_is_digest(text))
		return user_import_take_digest(text, secret, doubt);
	else
		account_line_read_password(text, &secret->name, &secret->password_hash, doubt);
	return doubt->text[0] == '\0';
}

static bool user_import_has(const struct stored_account *account,
			    const struct user_import_secret *secret, struct error *doubt)
{
	if (secret->password_hash.data && account->password_hash.data) {
		error_set(doubt, "user '%.*s' has a password already", (int)account->name.length,
			  account->name.data);
		return true;
	}
	for (size_t i = 0; !secret->password_hash.data && i < account->ha1_count; i++) {
		const struct stored_ha1 *ha1 = &account->ha1s[i];

		if (ha1->algorithm != secret->ha1.algorithm ||
		    !octets_equal(ha1->realm, secret->ha1.realm))
			continue;
		error_set(doubt, "user '%.*s' has a password for '%.*s' by %s already",
			  (int)account->name.length, account->name.data, (int)ha1->realm.length,
			  ha1->realm.data, digest_algorithm_name(ha1->algorithm));
		return true;
	}
	return false;
}

static int user_import_add(struct user_import *import, const struct user_import_secret *secret,
			   struct error *error)
{
	const struct stored_account account = {
		.name = secret->name,
		.password_hash = secret->password_hash,
		.ha1s = &secret->ha1,
		.ha1_count = secret->password_hash.data ? 0 : 1,
	};

	import->tally.accounts++;
	return store_add(import->user.store, &account, error) ? EX_OK : EX_IOERR;
}

/* Another secret for an account that there is. */
static int user_import_change(struct user_import *import, const struct user_import_secret *secret,
			      struct error *error)
{
	struct stored_account *account = &import->user.account;
	size_t count = account->ha1_count;
	struct stored_ha1 *ha1s;

	if (secret->password_hash.data) {
		account->password_hash = secret->password_hash;
		return user_account_change(&import->user, error);
	}
	ha1s = user_account_take(&import->user, (count + 1) * sizeof(*ha1s));
	memcpy(ha1s, account->ha1s, count * sizeof(*ha1s));
	ha1s[count] = secret->ha1;
	account->ha1s = ha1s;
	account->ha1_count = count + 1;
	return user_account_change(&import->user, error);
}

static int user_import_keep(struct user_import *import, const struct user_import_secret *secret,
			    struct error *error)
{
	struct user_account *user = &import->user;
	struct error doubt;
	int status;

	switch (user_account_look_up(user, secret->name, error)) {
	case STORE_FINDING_NONE:
		status = user_import_add(import, secret, error);
		break;
	case STORE_FINDING_ACCOUNT:
		if (user_import_has(&user->account, secret, &doubt)) {
			user_tally_skip(&import->tally, doubt.text);
			return EX_OK;
		}
		status = user_import_change(import, secret, error);
		break;
	default:
		return EX_IOERR;
	}
	if (secret->password_hash.data)
		import->tally.passwords++;
	else
		user_tally_digest(&import->tally, secret->ha1.realm);
	return status;
}

static int user_import_line(struct user_import *import, struct octets text, struct error *error)
{
	struct user_import_secret secret;
	struct error doubt;
	int status = EX_OK;

	user_tally_line(&import->tally);
	if (text.data && (text.length == 0 || text.data[0] == '#'))
		return EX_OK;
	if (user_import_take(text, &secret, &doubt))
		status = user_import_keep(import, &secret, error);
	else
		user_tally_skip(&import->tally, doubt.text);
	secret_wipe(&secret, sizeof(secret));
	return status;
}

static int user_import_lines(struct user_import *import, struct error *error)
{
	struct octets text;
	int status = EX_OK;

	while (status == EX_OK && user_import_read(import, &text))
		status = user_import_line(import, text, error);
	if (status == EX_OK && ferror(import->file)) {
		error_set(error, "cannot read the lines: %s", strerror(errno));
		status = EX_NOINPUT;
	}
	return status;
}

/* All of it or nothing, and nothing when it is only to be tried. */
static int user_import_all(struct user_import *import, const struct user_options *options,
			   struct error *error)
{
	int status;

	if (!store_begin(import->user.store, error))
		return EX_IOERR;
	user_tally_init(&import->tally, options);
	status = user_import_lines(import, error);
	if (!store_end(import->user.store, status == EX_OK && !options->dry_run, error) &&
	    status == EX_OK && !options->dry_run)
		status = EX_IOERR;
	if (status == EX_OK)
		user_tally_report(&import->tally);
	if (status == EX_OK && import->tally.skipped > 0) {
		error_set(error, "%zu of %zu lines were skipped", import->tally.skipped,
			  import->tally.lines);
		status = EX_DATAERR;
	}
	user_tally_finish(&import->tally);
	return status;
}

static int user_import_into(struct user_import *import, const struct user_options *options,
			    struct error *error)
{
	enum store_use use = options->dry_run ? STORE_USE_WRITE : STORE_USE_MAKE;
	int status = user_account_open(&import->user, options, use, error);

	if (status == EX_OK)
		status = user_import_all(import, options, error);
	user_account_close(&import->user);
	return status;
}

static int user_import(const struct user_options *options, struct error *error)
{
	struct user_import import;
	int status;

	import.file = user_import_open(options->operand, error);
	if (!import.file)
		return EX_NOINPUT;
	status = user_import_into(&import, options, error);
	fclose(import.file);
	secret_wipe(&import, sizeof(import));
	return status;
}

const struct user_verb user_verb_import = {
	.name = "import",
	.operand = "FILE",
	.options = "dj",
	.summary = "add accounts from an htpasswd or htdigest file",
	.help = "Each line of FILE (-: standard input) is one of htpasswd, for Basic, or of\n"
		"htdigest, for Digest: MD5 with 32 digits, SHA-256 with 64. It makes an\n"
		"account, or adds what the account has not yet. A line that lets nobody in, or\n"
		"would change a secret, is skipped and reported; all others are kept, at once,\n"
		"and the status is then 65. --dry-run keeps nothing, and needs a store that is\n"
		"there. What is no file is read to its end, and then nobody waits for long.\n",
	.run = user_import,
};
