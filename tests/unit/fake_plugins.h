/* Checkers, realms and credentials that do what a test tells them, and count. */
#ifndef FAKE_PLUGINS_H
#define FAKE_PLUGINS_H

#include "postern/checker.h"
#include "postern/realm.h"

struct fake_checker {
	struct checker base;
	enum verdict verdict;
	const char *reason; /* NULL: it sets no error */
	struct avatar_id avatar_id;
	uint64_t generation;
	bool data_change;    /* while it is asked */
	const char *writes;  /* where; NULL: nowhere */
	unsigned int asked;  /* times */
	unsigned int *ended; /* counts destroyed plug-ins, unless NULL */
};

/* Takes no argument, but "fail=yes" makes create() fail. Refuses, until it is told otherwise. */
extern const struct checker_type fake_checker_plain;      /* "plain", both kinds of passwords */
extern const struct checker_type fake_checker_remembered; /* "remembered", the same */
extern const struct checker_type fake_checker_anonymous;  /* "nameless" */

struct fake_checker *fake_checker_from(struct checker *checker);

/* The same as by the type's create(), and of the type. `name` NULL: nobody. */
struct fake_checker *fake_checker_create(const struct checker_type *type, enum verdict verdict,
					 const char *name);

struct fake_realm {
	struct realm base;
	struct avatar avatar; /* granted to all */
	enum verdict verdict;
	const char *reason; /* NULL: it sets no error */
	bool no_avatar;
	const char *writes;
	struct avatar_id avatar_id; /* of the last who came */
	unsigned int asked;
	unsigned int logouts;
	unsigned int responses;
	unsigned int *ended;
};

extern const struct realm_type fake_realm_type; /* "fake", the same arguments as the checkers */

struct fake_realm *fake_realm_from(struct realm *realm);

/* Grants, until it is told otherwise. */
struct fake_realm *fake_realm_create(void);

/* IUsernameHashedPassword: right for the password "secret". */
struct credentials fake_hashed(const char *username);

/* May block, or not; of slot 0. */
extern const struct caller fake_patient;
extern const struct caller fake_hasty;

#endif
