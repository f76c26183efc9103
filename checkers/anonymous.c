/* Lets everybody in who presented nothing; the smallest checker there can be. */
#include "postern/checker.h"
#include "postern/memory.h"

#include <stdlib.h>

/* A checker with arguments takes them here; whatever it leaves is an error, the wrapper says so. */
static struct checker *anonymous_create(struct arguments *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	return memory_take(1, sizeof(struct checker));
}

/* Nothing to ask the credentials: the wrapper lets through only what the checker accepts. */
static enum verdict anonymous_request_avatar_id(struct checker *checker,
						struct credentials *credentials,
						const struct caller *caller,
						struct avatar_id *avatar_id, struct error *error)
{
	(void)checker;
	(void)credentials;
	(void)caller;
	(void)error;
	avatar_id_set_anonymous(avatar_id);
	return VERDICT_GRANTED;
}

static void anonymous_destroy(struct checker *checker)
{
	free(checker);
}

static const char anonymous_help[] =
	"Grants to requests without credentials, and to no others: credentials that are\n"
	"sent and refused never become anonymous. The realm then knows the client as\n"
	"anonymous, which is not a name that anybody could log in by.";

const struct checker_type checker_anonymous = {
	.base = {.name = "anonymous",
		 .usage = "",
		 .summary = "everybody who presents no credentials",
		 .help = anonymous_help},
	.interfaces = IANONYMOUS,
	.create = anonymous_create,
	.request_avatar_id = anonymous_request_avatar_id,
	.destroy = anonymous_destroy,
};
