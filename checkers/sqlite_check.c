/* Compares what a client presented with what the store has of its user. */
#include "sqlite_check.h"

#include "postern/secret.h"

static void sqlite_check_explain(enum reader_finding finding, struct credentials *credentials,
				 struct error *error)
{
	static const char *const reasons[] = {
		[READER_FINDING_NO_USER] = "unknown user",
		[READER_FINDING_DISABLED] = "account is disabled",
		[READER_FINDING_NO_SECRET] = "no password hash",
		[READER_FINDING_UNUSABLE] = "unusable row",
		[READER_FINDING_SECRET] = "wrong password",
	};

	credentials->known |= finding != READER_FINDING_NO_USER;
	if (finding == READER_FINDING_SECRET && credentials->stale)
		error_set(error, "right password, spent challenge");
	else
		error_set(error, "%s", reasons[finding]);
}

enum verdict sqlite_check_password(struct sqlite_slot *slot, struct credentials *credentials,
				   const struct caller *caller, struct error *error)
{
	struct octets known = {.data = NULL};
	enum password_match match;
	enum reader_finding finding;
	struct reader_secret hash;

	finding = sqlite_slot_find_password(slot, credentials->username, &hash);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_cannot_tell(slot, caller, error);
	if (hash.length > 0)
		known = (struct octets){.data = hash.bytes, .length = hash.length};
	/* Always: whoever cannot log in costs a slow hash as well. */
	match = password_verify(credentials_password(credentials), known);
	secret_wipe(&hash, sizeof(hash));
	if (finding == READER_FINDING_SECRET && match == PASSWORD_RIGHT)
		return VERDICT_GRANTED;
	if (finding == READER_FINDING_SECRET && match == PASSWORD_UNUSABLE)
		finding = READER_FINDING_UNUSABLE;
	sqlite_check_explain(finding, credentials, error);
	return VERDICT_REFUSED;
}

/* An account cannot have this name: who is not found costs the same look-ups as who is. */
#define SQLITE_CHECK_NOBODY OCTETS(":")

/* SECRET when it is known who it is. */
static enum reader_finding sqlite_check_identify(struct sqlite_slot *slot,
						 struct credentials *credentials,
						 struct octets *name)
{
	enum reader_finding finding =
		sqlite_slot_find_name(slot, credentials_username_hash(credentials),
				      credentials_digest_space(credentials), name);

	if (name->length == 0)
		*name = SQLITE_CHECK_NOBODY;
	if (!credentials_identify(credentials, *name) && finding != READER_FINDING_FAILED)
		finding = READER_FINDING_NO_USER;
	return finding;
}

/* The HA1 of who presents these credentials, by the name or by the hash of it. */
static enum reader_finding sqlite_check_find(struct sqlite_slot *slot,
					     struct credentials *credentials,
					     struct reader_secret *ha1)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	enum reader_finding identified = READER_FINDING_SECRET;
	struct octets name = credentials->username;
	enum reader_finding finding;

	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		identified = sqlite_check_identify(slot, credentials, &name);
	if (identified == READER_FINDING_FAILED)
		return identified;
	finding = sqlite_slot_find_ha1(slot, name, space, ha1);
	if (identified == READER_FINDING_SECRET || finding == READER_FINDING_FAILED)
		return finding;
	return identified;
}

enum verdict sqlite_check_hash(struct sqlite_slot *slot, const unsigned char *nobody,
			       struct credentials *credentials, const struct caller *caller,
			       struct error *error)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	const unsigned char *known = nobody;
	enum reader_finding finding;
	struct reader_secret ha1;
	bool right;

	finding = sqlite_check_find(slot, credentials, &ha1);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_cannot_tell(slot, caller, error);
	if (finding == READER_FINDING_SECRET)
		known = (const unsigned char *)ha1.bytes;
	right = credentials_check_hash(credentials, known);
	secret_wipe(&ha1, sizeof(ha1));
	if (finding == READER_FINDING_SECRET && right)
		return VERDICT_GRANTED;
	sqlite_check_explain(finding, credentials, error);
	if (finding == READER_FINDING_NO_SECRET)
		error_set(error, "no HA1 for realm '%.*s' and %s", (int)space->realm.length,
			  space->realm.data, digest_algorithm_name(space->algorithm));
	return VERDICT_REFUSED;
}
