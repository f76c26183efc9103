/* Compares what a client presented with what the store has of its user. */
#include "sqlite_check.h"

#include "postern/secret.h"
#include "sqlite_rehash.h"
#include "sqlite_stand_in.h"

static void sqlite_check_explain(enum reader_finding finding, struct credentials *credentials,
				 struct error *error)
{
	static const char *const reasons[] = {
		[READER_FINDING_NO_USER] = "unknown user",
		[READER_FINDING_AMBIGUOUS] = "several accounts have this name",
		[READER_FINDING_DISABLED] = "account is disabled",
		[READER_FINDING_EXPIRED] = "account has expired",
		[READER_FINDING_CROWDED] = "account is in more groups than can be passed on",
		[READER_FINDING_NO_SECRET] = "no password hash",
		[READER_FINDING_UNUSABLE] = "unusable row",
	};

	credentials->known |= finding != READER_FINDING_NO_USER;
	error_set(error, "%s",
		  finding == READER_FINDING_SECRET ? credentials_mistake(credentials)
						   : reasons[finding]);
}

static enum verdict sqlite_check_grant(const struct credentials *credentials,
				       const struct reader_row *row, struct avatar_id *avatar_id)
{
	struct octets group;

	avatar_id_set(avatar_id, credentials->username);
	for (size_t begin = 0; begin < row->groups_length; begin += group.length + 1) {
		group = octets_from(row->groups + begin);
		avatar_id_add_group(avatar_id, group);
	}
	return VERDICT_GRANTED;
}

/* Absent: there is none. */
static struct octets sqlite_check_known(const struct reader_secret *hash)
{
	return (struct octets){.data = hash->length > 0 ? hash->bytes : NULL,
			       .length = hash->length};
}

/* Only here is the password there. Whether that works is nothing to its user. */
static void sqlite_check_rehash(struct sqlite_slot *slot, const struct credentials *credentials,
				const struct reader_secret *hash, const struct caller *caller,
				struct error *remark)
{
	if (slot->rehashes && password_needs_rehash(sqlite_check_known(hash)) &&
	    sqlite_rehash(&slot->reader.connection, credentials->username,
			  credentials_password(credentials), hash, caller->budget, remark))
		sqlite_slot_forget(slot);
}

/* Whoever has no hash costs a slow one as well, of a kind that the store has. */
static void sqlite_check_pretend(struct sqlite_slot *slot, const struct stand_in *stand_in,
				 const struct credentials *credentials, const struct caller *caller)
{
	struct reader_secret hash;

	sqlite_stand_in_find(&slot->reader.connection, stand_in, credentials->username, &hash);
	password_pretend(credentials_password(credentials), sqlite_check_known(&hash),
			 caller->budget);
	secret_wipe(&hash, sizeof(hash));
}

/* RIGHT only for who may log in: for anybody else a cheap hash would be done sooner if it is right.
 */
static enum password_match sqlite_check_compare(struct octets password, struct octets hash,
						enum reader_finding finding,
						const struct caller *caller)
{
	if (finding == READER_FINDING_SECRET)
		return password_verify(password, hash, caller->budget);
	password_pretend(password, hash, caller->budget);
	return PASSWORD_WRONG;
}

enum verdict sqlite_check_password(struct sqlite_slot *slot, const struct stand_in *stand_in,
				   struct credentials *credentials, const struct caller *caller,
				   struct avatar_id *avatar_id, struct error *error)
{
	enum password_match match = PASSWORD_UNUSABLE;
	enum reader_finding finding;
	struct reader_row row;
	const char *defect;

	finding = sqlite_slot_find_password(slot, credentials->username, &row);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_cannot_tell(slot, caller, error);
	defect = password_defect(sqlite_check_known(&row.secret));
	if (defect)
		sqlite_check_pretend(slot, stand_in, credentials, caller);
	else
		match = sqlite_check_compare(credentials_password(credentials),
					     sqlite_check_known(&row.secret), finding, caller);
	if (match == PASSWORD_RIGHT)
		sqlite_check_rehash(slot, credentials, &row.secret, caller, error);
	secret_wipe(&row.secret, sizeof(row.secret));
	if (match == PASSWORD_RIGHT)
		return sqlite_check_grant(credentials, &row, avatar_id);
	if (finding == READER_FINDING_SECRET && match == PASSWORD_UNUSABLE)
		error_set(error, "%s", defect ? defect : "hash cannot be computed");
	else
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
					     struct reader_row *row)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	enum reader_finding identified = READER_FINDING_SECRET;
	struct octets name = credentials->username;
	enum reader_finding finding;

	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		identified = sqlite_check_identify(slot, credentials, &name);
	if (identified == READER_FINDING_FAILED)
		return identified;
	finding = sqlite_slot_find_ha1(slot, name, space, row);
	if (identified == READER_FINDING_SECRET || finding == READER_FINDING_FAILED)
		return finding;
	return identified;
}

enum verdict sqlite_check_hash(struct sqlite_slot *slot, const struct nobody *nobody,
			       struct credentials *credentials, const struct caller *caller,
			       struct avatar_id *avatar_id, struct error *error)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	const unsigned char *known = nobody->secret;
	enum reader_finding finding;
	struct reader_row row;
	bool right;

	finding = sqlite_check_find(slot, credentials, &row);
	if (finding == READER_FINDING_FAILED)
		return sqlite_slot_cannot_tell(slot, caller, error);
	if (finding == READER_FINDING_SECRET)
		known = (const unsigned char *)row.secret.bytes;
	right = credentials_check_hash(credentials, known);
	secret_wipe(&row.secret, sizeof(row.secret));
	if (finding == READER_FINDING_SECRET && right)
		return sqlite_check_grant(credentials, &row, avatar_id);
	sqlite_check_explain(finding, credentials, error);
	if (finding == READER_FINDING_NO_SECRET)
		error_set(error, "no HA1 for realm '%.*s' and %s", (int)space->realm.length,
			  space->realm.data, digest_algorithm_name(space->algorithm));
	return VERDICT_REFUSED;
}
