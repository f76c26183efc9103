/* A checker whose data cannot be reached: `broken`. */
#include "postern/checker.h"
#include "postern/memory.h"

#include <stdlib.h>

static struct checker *broken_create(struct arguments *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	return memory_take(1, sizeof(struct checker));
}

static enum verdict broken_request_avatar_id(struct checker *checker,
					     struct credentials *credentials,
					     const struct caller *caller,
					     struct avatar_id *avatar_id, struct error *error)
{
	(void)checker;
	(void)credentials;
	(void)caller;
	(void)avatar_id;
	error_set(error, "it is broken");
	return VERDICT_UNAVAILABLE;
}

static void broken_destroy(struct checker *checker)
{
	free(checker);
}

const struct checker_type checker_broken = {
	.base = {.name = "broken", .usage = "", .summary = "can never tell"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD | IUSERNAME_DIGEST_HASH,
	.create = broken_create,
	.request_avatar_id = broken_request_avatar_id,
	.destroy = broken_destroy,
};
