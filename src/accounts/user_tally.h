/* What an import did: counted while it goes on, reported when it is over. */
#ifndef ACCOUNTS_USER_TALLY_H
#define ACCOUNTS_USER_TALLY_H

#include "accounts/user_options.h"

#include <stddef.h>

/* So many HA1s for one protection space. */
struct user_tally_space {
	char *name; /* its own */
	size_t length;
	size_t count;
};

struct user_tally {
	const struct user_options *options;
	bool progress;   /* shown on a terminal */
	size_t lines;    /* that were read */
	size_t accounts; /* made */
	size_t passwords;
	size_t skipped;                   /* lines; without those that are blank, or comments */
	struct user_tally_space **spaces; /* in the order in which they came */
	size_t space_count;
	void *tree; /* of the same, by their names: of tsearch() */
};

void user_tally_init(struct user_tally *tally, const struct user_options *options);

/* Another line is read. */
void user_tally_line(struct user_tally *tally);

/* It was skipped. The reason has no secret. */
void user_tally_skip(struct user_tally *tally, const char *reason);

/* An HA1 was imported. */
void user_tally_digest(struct user_tally *tally, struct octets space);

void user_tally_report(const struct user_tally *tally);

void user_tally_finish(struct user_tally *tally);

#endif
