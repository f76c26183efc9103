/* Compares passwords with hashes of any scheme, in work that tells nobody whose hash it was. */
#include "postern/password.h"

#include "cred/password_budget.h"
#include "cred/password_scheme.h"
#include "postern/secret.h"

/* A stored text as its scheme sees it. */
struct password_stored {
	char text[PASSWORD_HASH_MAX];
	const struct password_scheme *scheme; /* NULL: none that is known */
	enum password_cost cost;
};

bool password_copy(struct octets octets, char *text, size_t size)
{
	if (!octets.data || octets.length >= size || memchr(octets.data, '\0', octets.length))
		return false;
	memcpy(text, octets.data, octets.length);
	text[octets.length] = '\0';
	return true;
}

static const char *password_fields(const struct password_stored *stored)
{
	return stored->text + strlen(stored->scheme->prefix);
}

static struct password_stored password_read(struct octets hash)
{
	struct password_stored stored = {.text = ""};

	if (!password_copy(hash, stored.text, sizeof(stored.text)))
		return stored;
	stored.scheme = password_scheme_find(stored.text);
	if (stored.scheme)
		stored.cost = stored.scheme->cost(password_fields(&stored));
	return stored;
}

static bool password_is_usable(const struct password_stored *stored)
{
	return stored->cost == PASSWORD_COST_LOW || stored->cost == PASSWORD_COST_FAIR;
}

/* Of a usable one. */
static enum password_match password_compute(const char *password,
					    const struct password_stored *stored,
					    struct password_budget *budget)
{
	const struct password_scheme *scheme = stored->scheme;
	const char *fields = password_fields(stored);
	size_t memory = scheme->memory ? scheme->memory(fields) : 0;
	enum password_match match;

	password_budget_take(budget, memory);
	match = scheme->compare(password, stored->text, fields);
	password_budget_give_back(budget, memory);
	return match;
}

static enum password_match password_compare(const char *password,
					    const struct password_stored *stored,
					    struct password_budget *budget)
{
	const struct password_scheme *scheme = stored->scheme;
	enum password_match match;

	if (!password_is_usable(stored))
		return PASSWORD_UNUSABLE;
	match = password_compute(password, stored, budget);
	/* Compared all the same, because the time would tell the scheme. */
	if (match == PASSWORD_RIGHT && scheme->password_max > 0 &&
	    strlen(password) > scheme->password_max)
		return PASSWORD_WRONG;
	return match;
}

static void password_waste(const char *password, struct password_budget *budget)
{
	password_budget_take(budget, PASSWORD_MEMORY);
	password_crypt_waste(password);
	password_budget_give_back(budget, PASSWORD_MEMORY);
}

/* Whoever guesses waits as long as for a user who is not there. */
static enum password_match password_settle(const char *password, struct octets hash, bool may_match,
					   struct password_budget *budget)
{
	struct password_stored stored = password_read(hash);
	enum password_match match = password_compare(password, &stored, budget);

	if (match == PASSWORD_RIGHT && !may_match)
		match = PASSWORD_WRONG;
	if (match == PASSWORD_UNUSABLE ||
	    (match == PASSWORD_WRONG && stored.cost == PASSWORD_COST_LOW))
		password_waste(password, budget);
	secret_wipe(&stored, sizeof(stored));
	return match;
}

enum password_match password_verify(struct octets password, struct octets hash,
				    struct password_budget *budget)
{
	char text[PASSWORD_MAX + 1] = "";
	bool comparable = password_copy(password, text, sizeof(text)) && hash.data;
	enum password_match match = password_settle(text, hash, true, budget);

	secret_wipe(text, sizeof(text));
	return comparable ? match : PASSWORD_WRONG;
}

void password_pretend(struct octets password, struct octets hash, struct password_budget *budget)
{
	char text[PASSWORD_MAX + 1] = "";

	password_copy(password, text, sizeof(text));
	password_settle(text, hash, false, budget);
	secret_wipe(text, sizeof(text));
}

const char *password_scheme_name(struct octets hash)
{
	const struct password_stored stored = password_read(hash);

	return stored.scheme ? stored.scheme->name : NULL;
}

/* Two characters of salt and eleven of hash. */
static bool password_is_des(struct octets hash)
{
	char text[13 + 1];

	return hash.length == 13 && password_copy(hash, text, sizeof(text)) &&
	       strspn(text, "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
		       13;
}

const char *password_defect(struct octets hash)
{
	static const char *const defects[] = {
		[PASSWORD_COST_MALFORMED] = "malformed or cut hash",
		[PASSWORD_COST_ABSENT] = "hash of a scheme that is not built in",
		[PASSWORD_COST_EXCESSIVE] = "hash of too high a cost",
		[PASSWORD_COST_LOW] = NULL,
		[PASSWORD_COST_FAIR] = NULL,
	};
	const struct password_stored stored = password_read(hash);

	if (stored.scheme)
		return defects[stored.cost];
	return password_is_des(hash) ? "traditional DES crypt, which keeps 8 bytes of a password"
				     : "no hash of a scheme that is known";
}

bool password_is_weak(struct octets hash)
{
	return password_read(hash).cost == PASSWORD_COST_LOW;
}

bool password_needs_rehash(struct octets hash)
{
	const struct password_stored stored = password_read(hash);

	return password_is_usable(&stored) &&
	       (stored.scheme->dated || stored.cost == PASSWORD_COST_LOW);
}
