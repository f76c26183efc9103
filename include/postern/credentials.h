/*
 * Credentials: what a client presented, typed by what can be asked of it
 * (twisted.cred.credentials). A factory makes them, a checker is asked about them; the secret flows
 * into the credentials, never out to the factory.
 */
#ifndef POSTERN_CREDENTIALS_H
#define POSTERN_CREDENTIALS_H

#include "postern/digest_algorithm.h"
#include "postern/octets.h"

/* Or-ed. The names are Twisted's wherever people read them: credential_interface_name(). */
enum credential_interface {
	IANONYMOUS = 1 << 0,         /* nothing was presented */
	IUSERNAME_PASSWORD = 1 << 1, /* password, checkPassword: the password itself is there */
	IUSERNAME_HASHED_PASSWORD = 1 << 2, /* checkPassword: compares with a password you know */
	IUSERNAME_DIGEST_HASH = 1 << 3,     /* checkHash: compares with an HA1 you know */
	/* Ours alone: the name comes hashed. Find whose it is, and say so: then the two before can
	 * be asked. */
	IHASHED_USERNAME = 1 << 4,
};

#define CREDENTIAL_INTERFACE_COUNT 5

struct credentials {
	const struct credentials_type *type;
	/* 1 to 255 bytes of prepared UTF-8. Empty for IAnonymous, and for IHashedUsername outside
	 * of a checker that has said who it is. */
	struct octets username;

	/* After a refusal: the secret was right, but the challenge that it answers is spent. The
	 * client is asked again, with a fresh challenge, and does not have to ask its user. */
	bool stale;

	/* A checker says that there is such a user, whatever comes of it. Then the log may name
	 * who was refused: another name may be a password, typed in the wrong place. */
	bool known;
};

/* What a kind of credentials provides. Only src/cred/credentials.c calls through this table. */
struct credentials_type {
	const char *name;        /* "username and password" */
	unsigned int interfaces; /* or-ed; a function below is there if its interface is */

	/* IUsernamePassword. Borrowed from the credentials, wiped with them. */
	struct octets (*password)(const struct credentials *credentials);
	/* The same, or NULL: a hash of name and password under a key that dies with the process,
	 * at hand where the password may have to be decoded. */
	struct octets (*fingerprint)(const struct credentials *credentials);
	/* IUsernamePassword and IUsernameHashedPassword. */
	bool (*check_password)(struct credentials *credentials, struct octets password);
	/* IUsernameDigestHash. `ha1` has the size of the space's algorithm. */
	bool (*check_hash)(struct credentials *credentials, const unsigned char *ha1);
	const struct digest_space *(*digest_space)(const struct credentials *credentials);
	/* IHashedUsername, which has all of the three above as well. */
	struct octets (*username_hash)(const struct credentials *credentials);
};

/* "IUsernamePassword". `interface` is exactly one. */
const char *credential_interface_name(enum credential_interface interface);

/* The reverse; upper and lower case are the same. False: there is no such interface. */
bool credential_interface_find(struct octets name, enum credential_interface *interface);

/* The interfaces that these credentials provide, or-ed. */
unsigned int credentials_interfaces(const struct credentials *credentials);

/* Each asserts that the credentials provide the interface it belongs to. */
struct octets credentials_password(const struct credentials *credentials);
struct octets credentials_fingerprint(const struct credentials *credentials); /* or absent */
bool credentials_check_password(struct credentials *credentials, struct octets password);
bool credentials_check_hash(struct credentials *credentials, const unsigned char *ha1);
const struct digest_space *credentials_digest_space(const struct credentials *credentials);

/* After a check that was false: why, in words for the error. */
const char *credentials_mistake(const struct credentials *credentials);

/* digest_userhash() of the name in the digest space, as bytes. */
struct octets credentials_username_hash(const struct credentials *credentials);

/* IHashedUsername: says who it is, until the checker has answered; borrowed. False, and nobody,
 * when the hash is not that of the name: who finds nobody asks about a name that nobody has, so
 * that it costs the same. */
bool credentials_identify(struct credentials *credentials, struct octets username);

/* Twisted's Anonymous(). */
struct credentials credentials_anonymous(void);

/* Twisted's UsernamePassword(username, password): provides IUsernamePassword. */
struct username_password {
	struct credentials base;
	struct octets password; /* borrowed; whoever decoded it wipes it */
};

struct username_password username_password(struct octets username, struct octets password);

#endif
