/* Who logs in: one user, or many in turn. */
#ifndef GENERATOR_USERS_H
#define GENERATOR_USERS_H

#define USERS_NAME_MAX 128 /* bytes, with the NUL */

/* Many have their number behind the name, user0000001 being the first, and one password. */
struct users {
	const char *name;
	const char *password;
	unsigned int count; /* 0: the name as it stands */
};

void users_write_name(const struct users *users, unsigned int number,
		      char name[static USERS_NAME_MAX]);

#endif
