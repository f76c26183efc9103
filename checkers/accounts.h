/* A table of user names and passwords in memory, for the checkers that have all of them there. */
#ifndef CHECKERS_ACCOUNTS_H
#define CHECKERS_ACCOUNTS_H

#include "postern/checker.h"

struct accounts;

struct account {
	struct octets name;
	struct octets password;
	size_t line; /* where it was read, for errors; 0: in no file */
};

struct accounts *accounts_create(void);

/* Copies name and password. False, with the error set, when nobody could log in with them. */
bool accounts_add(struct accounts *accounts, const struct account *account, struct error *error);

/* Owed after the last accounts_add(). False, with the error set, when two have one name. */
bool accounts_complete(struct accounts *accounts, struct error *error);

/* What accounts_check() can be asked about. */
#define ACCOUNTS_INTERFACES (IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD | IHASHED_USERNAME)

/* GRANTED or REFUSED. Does not block: any number of threads may ask. */
enum verdict accounts_check(struct accounts *accounts, struct credentials *credentials,
			    struct avatar_id *avatar_id, struct error *error);

/* Wipes the passwords. NULL is fine. */
void accounts_destroy(struct accounts *accounts);

#endif
