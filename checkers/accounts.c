/* Keeps accounts in an array sorted by name, and compares passwords. */
#include "accounts.h"

#include "postern/secret.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/random.h>

#define NOBODY_SIZE 32 /* bytes */

struct accounts {
	struct account *accounts;
	size_t count;
	size_t room; /* for so many */
	/* Whoever is not there is compared with this. It is random, so that it is never right: a
	 * right answer to a spent challenge would tell that there is no such user. */
	char nobody[NOBODY_SIZE];
};

struct accounts *accounts_create(void)
{
	struct accounts *accounts = calloc(1, sizeof(*accounts));

	if (!accounts)
		abort();
	if (getrandom(accounts->nobody, NOBODY_SIZE, 0) != NOBODY_SIZE)
		abort();
	return accounts;
}

static bool accounts_accept(const struct account *account, struct error *error)
{
	const struct octets name = account->name;

	if (name.length == 0)
		error_set(error, "user name is empty");
	else if (name.length > AVATAR_ID_MAX)
		error_set(error, "user name is longer than %d bytes", AVATAR_ID_MAX);
	else if (memchr(name.data, ':', name.length))
		error_set(error, "':' in user name '%.*s'", (int)name.length, name.data);
	else if (account->password.length == 0)
		error_set(error, "password of '%.*s' is empty", (int)name.length, name.data);
	else
		return true;
	return false;
}

static struct octets accounts_copy(struct octets octets)
{
	char *data = malloc(octets.length);

	if (!data)
		abort();
	memcpy(data, octets.data, octets.length);
	return (struct octets){.data = data, .length = octets.length};
}

bool accounts_add(struct accounts *accounts, const struct account *account, struct error *error)
{
	if (!accounts_accept(account, error))
		return false;
	if (accounts->count == accounts->room) {
		accounts->room = accounts->room * 2 + 8;
		accounts->accounts = reallocarray(accounts->accounts, accounts->room,
						  sizeof(*accounts->accounts));
		if (!accounts->accounts)
			abort();
	}
	accounts->accounts[accounts->count++] = (struct account){
		.name = accounts_copy(account->name),
		.password = accounts_copy(account->password),
		.line = account->line,
	};
	return true;
}

static int accounts_compare(const void *left, const void *right)
{
	const struct octets a = ((const struct account *)left)->name;
	const struct octets b = ((const struct account *)right)->name;
	int order = memcmp(a.data, b.data, a.length < b.length ? a.length : b.length);

	if (order != 0)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

const struct account *accounts_sort(struct accounts *accounts)
{
	if (accounts->count == 0)
		return NULL;
	qsort(accounts->accounts, accounts->count, sizeof(*accounts->accounts), accounts_compare);
	for (size_t i = 1; i < accounts->count; i++) {
		const struct account *one = &accounts->accounts[i - 1];
		const struct account *two = &accounts->accounts[i];

		if (octets_equal(one->name, two->name))
			return one->line > two->line ? one : two;
	}
	return NULL;
}

static const struct account *accounts_find(const struct accounts *accounts, struct octets name)
{
	const struct account key = {.name = name};

	if (accounts->count == 0)
		return NULL;
	return bsearch(&key, accounts->accounts, accounts->count, sizeof(key), accounts_compare);
}

enum verdict accounts_check(const struct accounts *accounts, struct credentials *credentials,
			    struct avatar_id *avatar_id, struct error *error)
{
	const struct octets nobody = {.data = accounts->nobody, .length = NOBODY_SIZE};
	const struct account *account = accounts_find(accounts, credentials->username);
	/* An unknown user costs the same comparison as a known one. */
	bool right = credentials_check_password(credentials, account ? account->password : nobody);

	if (account && right) {
		avatar_id_set(avatar_id, account->name);
		return VERDICT_GRANTED;
	}
	if (!account)
		error_set(error, "unknown user");
	else if (credentials->stale)
		error_set(error, "right password, spent challenge");
	else
		error_set(error, "wrong password");
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
	free(accounts->accounts);
	free(accounts);
}
