/* What the fields of a request have to do with the choice of an answer. */
#ifndef REALMS_WISH_H
#define REALMS_WISH_H

#include "coding.h"

struct wish {
	struct request_reader reader;
	struct accepted_codings accepted;
	bool conditional; /* there is a condition, or a range: the whole may not be selected */
	size_t count;
	const struct coding *codings[CODING_COUNT]; /* the best first */
};

void wish_init(struct wish *wish, const struct request *request);

/* The codings that are looked for, and their order, as a number. */
unsigned int wish_choice(const struct wish *wish);

#endif
