/* Keeps accounts in an array sorted by name, and compares passwords. */
#include "accounts.h"

#include "hashed_names.h"
#include "nobody.h"
#include "postern/memory.h"
#include "postern/precis.h"
#include "postern/secret.h"

#include <stdlib.h>

struct accounts {
	struct account *accounts;
	size_t count;
	struct hashed_names hashed_names;
	struct nobody nobody;
};

struct accounts *accounts_create(void)
{
	struct accounts *accounts = memory_take(1, sizeof(*accounts));

	nobody_init(&accounts->nobody);
	return accounts;
}

static bool accounts_accept_name(struct octets name, struct error *error)
{
	if (name.length == 0)
		error_set(error, "user name is empty");
	else if (name.length > AVATAR_ID_MAX)
		error_set(error, "user name is longer than %d bytes", AVATAR_ID_MAX);
	else if (memchr(name.data, ':', name.length))
		error_set(error, "':' in user name '%.*s'", (int)name.length, name.data);
	else if (!precis_is_prepared(PRECIS_USERNAME, name))
		error_set(error,
			  "user name '%.*s' can never log in: expected letters, digits and ASCII "
			  "symbols, in UTF-8, normal form C and ordinary width",
			  (int)name.length, name.data);
	else
		return true;
	return false;
}

static bool accounts_accept_password(const struct account *account, struct error *error)
{
	const struct octets name = account->name;

	if (account->password.length == 0)
		error_set(error, "password of '%.*s' is empty", (int)name.length, name.data);
	else if (!precis_is_prepared(PRECIS_PASSWORD, account->password))
		error_set(error,
			  "password of '%.*s' can never log in: expected UTF-8 in normal form C, "
			  "without control characters, and of all spaces only the ASCII one",
			  (int)name.length, name.data);
	else
		return true;
	return false;
}

static struct octets accounts_copy(struct octets octets)
{
	return (struct octets){.data = memory_copy_text(octets), .length = octets.length};
}

bool accounts_add(struct accounts *accounts, const struct account *account, struct error *error)
{
	if (!accounts_accept_name(account->name, error) ||
	    !accounts_accept_password(account, error))
		return false;
	accounts->accounts =
		memory_make_room(accounts->accounts, accounts->count, sizeof(*accounts->accounts));
	accounts->accounts[accounts->count++] = (struct account){
		.name = accounts_copy(account->name),
		.password = accounts_copy(account->password),
		.line = account->line,
	};
	return true;
}

static int accounts_compare(const void *left, const void *right)
{
	return octets_compare(((const struct account *)left)->name,
			      ((const struct account *)right)->name);
}

/* The second of two accounts with one name; NULL: no such. */
static const struct account *accounts_duplicate(const struct accounts *accounts)
{
	for (size_t i = 1; i < accounts->count; i++) {
		const struct account *one = &accounts->accounts[i - 1];
		const struct account *two = &accounts->accounts[i];

		if (octets_equal(one->name, two->name))
			return one->line > two->line ? one : two;
	}
	return NULL;
}

bool accounts_complete(struct accounts *accounts, struct error *error)
{
	const struct account *second;

	if (accounts->count > 0)
		qsort(accounts->accounts, accounts->count, sizeof(*accounts->accounts),
		      accounts_compare);
	second = accounts_duplicate(accounts);
	if (!second)
		return true;
	error_set(error, "user name '%.*s' stands there twice", (int)second->name.length,
		  second->name.data);
	if (second->line > 0)
		error_prefix(error, "line %zu", second->line);
	return false;
}

static const struct account *accounts_find(const struct accounts *accounts, struct octets name)
{
	const struct account key = {.name = name};

	if (accounts->count == 0)
		return NULL;
	return bsearch(&key, accounts->accounts, accounts->count, sizeof(key), accounts_compare);
}

static void accounts_identify(struct accounts *accounts, struct credentials *credentials)
{
	const struct names names = {.first = accounts->count > 0 ? &accounts->accounts->name : NULL,
				    .count = accounts->count,
				    .step = sizeof(*accounts->accounts)};

	hashed_names_identify(&accounts->hashed_names, &names, credentials);
}

enum verdict accounts_check(struct accounts *accounts, struct credentials *credentials,
			    struct avatar_id *avatar_id, struct error *error)
{
	const struct account *account;
	bool right;

	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		accounts_identify(accounts, credentials);
	account = accounts_find(accounts, credentials->username);
	/* An unknown user costs the same comparison as a known one. */
	right = credentials_check_password(
		credentials, account ? account->password : nobody_password(&accounts->nobody));
	credentials->known |= account != NULL;
	if (account && right) {
		avatar_id_set(avatar_id, account->name);
		return VERDICT_GRANTED;
	}
	error_set(error, "%s", account ? credentials_mistake(credentials) : "unknown user");
	return VERDICT_REFUSED;
}

void accounts_destroy(struct accounts *accounts)
{
	if (!accounts)
		return;
	for (size_t i = 0; i < accounts->count; i++) {
		struct account *account = &accounts->accounts[i];

		secret_wipe((char *)account->password.data, account->password.length);
		free((char *)account->password.data);
		free((char *)account->name.data);
	}
	hashed_names_finish(&accounts->hashed_names);
	free(accounts->accounts);
	free(accounts);
}
