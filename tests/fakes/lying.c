/* A checker that grants every login and does not say to whom: `lying`. */
#include "postern/checker.h"
#include "postern/memory.h"

#include <stdlib.h>

static struct checker *lying_create(struct arguments *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	return memory_take(1, sizeof(struct checker));
}

static enum verdict lying_request_avatar_id(struct checker *checker,
					    struct credentials *credentials,
					    const struct caller *caller,
					    struct avatar_id *avatar_id, struct error *error)
{
	(void)checker;
	(void)credentials;
	(void)caller;
	(void)avatar_id;
	(void)error;
	return VERDICT_GRANTED;
}

static void lying_destroy(struct checker *checker)
{
	free(checker);
}

const struct checker_type checker_lying = {
	.base = {.name = "lying", .usage = "", .summary = "grants, and does not say to whom"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD | IUSERNAME_DIGEST_HASH,
	.create = lying_create,
	.request_avatar_id = lying_request_avatar_id,
	.destroy = lying_destroy,
};
