/* Asks for a password, and makes of it what is kept of it. */
#include "accounts/user_password.h"

#include "base/terminal.h"
#include "postern/precis.h"
#include "postern/secret.h"

#include <sysexits.h>

static int user_password_ask(struct user_password *password, struct octets *text,
			     struct error *error)
{
	struct octets again;

	if (!terminal_read_password("Password: ", password->line, sizeof(password->line), text,
				    error) ||
	    !terminal_read_password("The same again: ", password->again, sizeof(password->again),
				    &again, error))
		return EX_NOINPUT;
	if (secret_equal(again, *text))
		return EX_OK;
	error_set(error, "the passwords are not the same");
	return EX_DATAERR;
}

int user_password_read(struct user_password *password, const struct user_options *options,
		       struct error *error)
{
	struct octets line;
	int status = options->password_stdin ? password_line_read(password->line, &line, error)
					     : user_password_ask(password, &line, error);

	if (status != EX_OK)
		return status;
	if (precis_prepare(PRECIS_PASSWORD, line, password->prepared, sizeof(password->prepared),
			   &password->text))
		return password_hash(password->text, NULL, password->hash, error) ? EX_OK
										  : EX_DATAERR;
	error_set(error, "password: expected 1 to %d bytes of UTF-8, without control characters",
		  PASSWORD_MAX);
	return EX_DATAERR;
}

static bool user_password_has_space(const struct stored_ha1 *ha1s, size_t count,
				    struct octets space)
{
	for (size_t i = 0; i < count; i++) {
		if (octets_equal(ha1s[i].realm, space))
			return true;
	}
	return false;
}

/* All algorithms, unless that is done: which one a client takes is not ours to choose. Returns how
 * many there are then. */
static size_t user_password_add_space(const struct user_password *password, struct octets name,
				      struct octets space, struct stored_ha1 *ha1s, size_t count)
{
	if (user_password_has_space(ha1s, count, space))
		return count;
	for (int algorithm = 0; algorithm < DIGEST_ALGORITHM_COUNT; algorithm++) {
		struct stored_ha1 *ha1 = &ha1s[count++];

		ha1->realm = space;
		ha1->algorithm = (enum digest_algorithm)algorithm;
		digest_ha1(ha1->algorithm, name, space, password->text, ha1->value);
	}
	return count;
}

void user_password_set(const struct user_password *password, const struct user_options *options,
		       struct user_account *user)
{
	struct stored_account *account = &user->account;
	size_t room = (account->ha1_count + options->spaces.count) * DIGEST_ALGORITHM_COUNT;
	struct stored_ha1 *ha1s = user_account_take(user, room * sizeof(*ha1s));
	size_t count = 0;

	for (size_t i = 0; i < account->ha1_count; i++)
		count = user_password_add_space(password, account->name, account->ha1s[i].realm,
						ha1s, count);
	for (size_t i = 0; i < options->spaces.count; i++)
		count = user_password_add_space(password, account->name, options->spaces.items[i],
						ha1s, count);
	account->password_hash = octets_from(password->hash);
	account->ha1s = ha1s;
	account->ha1_count = count;
}
