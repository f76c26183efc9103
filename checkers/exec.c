/* Asks a program, by the interface of checkpassword: https://cr.yp.to/checkpwd/interface.html */
#include "exec_backoff.h"
#include "postern/checker.h"
#include "postern/child.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/number.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXEC_INPUT_MAX   512 /* bytes that the interface allows */
#define EXEC_TIMEOUT     5   /* seconds */
#define EXEC_TIMEOUT_MAX 60

/* What the program exits with. */
enum exec_status {
	EXEC_GRANTED = 0,
	EXEC_REFUSED = 1,
	EXEC_TEMPFAIL = 111,
};

struct exec {
	struct checker base;
	char **argv;
	unsigned int timeout; /* seconds */
	struct exec_backoff backoff;
};

static struct exec *exec_from(struct checker *checker)
{
	return container_of(checker, struct exec, base);
}

static bool exec_take_timeout(struct arguments *arguments, unsigned int *timeout,
			      struct error *error)
{
	struct octets text;

	*timeout = EXEC_TIMEOUT;
	if (!arguments_option(arguments, "timeout", &text))
		return true;
	if (number_parse(text.data, 1, EXEC_TIMEOUT_MAX, timeout, error))
		return true;
	error_prefix(error, "timeout");
	return false;
}

/* Another user will run it, perhaps in another root: what can be seen now is said now. */
static bool exec_try(const char *program, struct error *error)
{
	struct stat status;

	if (!program || program[0] != '/') {
		error_set(error, "expected the absolute path of a program, not '%s'",
			  program ? program : "");
		return false;
	}
	if (stat(program, &status) != 0 || access(program, X_OK) != 0)
		error_set(error, "cannot run '%s': %s", program, strerror(errno));
	else if (!S_ISREG(status.st_mode))
		error_set(error, "cannot run '%s': not a regular file", program);
	else
		return true;
	return false;
}

static char **exec_take_argv(struct arguments *arguments)
{
	char **argv = memory_take(arguments_left(arguments) + 1, sizeof(*argv));
	struct octets piece;

	for (size_t i = 0; arguments_next(arguments, &piece); i++)
		argv[i] = memory_copy_text(piece);
	return argv;
}

static void exec_destroy(struct checker *checker)
{
	struct exec *exec = exec_from(checker);

	for (size_t i = 0; exec->argv[i]; i++)
		free(exec->argv[i]);
	free(exec->argv);
	exec_backoff_finish(&exec->backoff);
	free(exec);
}

static struct checker *exec_create(struct arguments *arguments, struct error *error)
{
	struct exec *exec = memory_take(1, sizeof(*exec));
	bool timeout_right = exec_take_timeout(arguments, &exec->timeout, error);

	exec->argv = exec_take_argv(arguments);
	exec_backoff_init(&exec->backoff);
	if (timeout_right && exec_try(exec->argv[0], error))
		return &exec->base;
	exec_destroy(&exec->base);
	return NULL;
}

/* False when the interface has no way to say it: then it is no login that the program knows. */
static bool exec_write_input(const struct credentials *credentials, char buffer[EXEC_INPUT_MAX + 1],
			     struct octets *input)
{
	struct octets user = credentials->username;
	struct octets password = credentials_password(credentials);
	size_t length = user.length + password.length + 3;

	if (length > EXEC_INPUT_MAX)
		return false;
	/* The third field is the timestamp of the challenge: there was none. */
	*input = (struct octets){.data = buffer, .length = length};
	/* A NUL in one of them would make two fields of it; here it makes the text shorter. */
	return snprintf(buffer, EXEC_INPUT_MAX + 1, "%.*s%c%.*s%c%c", (int)user.length, user.data,
			'\0', (int)password.length, password.data, '\0', '\0') == (int)length;
}

static enum verdict exec_run(struct exec *exec, struct octets input, struct error *error)
{
	const struct child child = {exec->argv, input, exec->timeout * 1000};
	int status = 0;
	enum child_end end = child_run(&child, &status, error);

	if (end == CHILD_FAILED)
		exec_backoff_note(&exec->backoff, true);
	if (end != CHILD_EXITED)
		return VERDICT_UNAVAILABLE;
	/* That it cannot tell now says nothing of the next login: it is not broken. */
	exec_backoff_note(&exec->backoff, status != EXEC_GRANTED && status != EXEC_REFUSED &&
						  status != EXEC_TEMPFAIL);
	if (status == EXEC_GRANTED)
		return VERDICT_GRANTED;
	error_set(error, "'%s' exited with %d", exec->argv[0], status);
	return status == EXEC_REFUSED ? VERDICT_REFUSED : VERDICT_UNAVAILABLE;
}

static enum verdict exec_request_avatar_id(struct checker *checker, struct credentials *credentials,
					   const struct caller *caller, struct avatar_id *avatar_id,
					   struct error *error)
{
	struct exec *exec = exec_from(checker);
	struct octets input = {.length = 0};
	char buffer[EXEC_INPUT_MAX + 1];
	enum verdict verdict;

	if (exec_backoff_lasts(&exec->backoff)) {
		error_set(error, "'%s' has crashed, and is left alone for a while", exec->argv[0]);
		return VERDICT_UNAVAILABLE;
	}
	if (!caller->may_block)
		return VERDICT_LATER;
	if (exec_write_input(credentials, buffer, &input)) {
		verdict = exec_run(exec, input, error);
	} else {
		error_set(error, "user name and password are too long, or hold a NUL");
		verdict = VERDICT_REFUSED;
	}
	secret_wipe(buffer, sizeof(buffer));
	if (verdict == VERDICT_GRANTED)
		avatar_id_set(avatar_id, credentials->username);
	return verdict;
}

static const char exec_help[] =
	"PROGRAM is an absolute path. It reads from descriptor 3 the user name, the\n"
	"password and an empty field, a NUL behind each, 512 bytes at most. Exit status\n"
	"0 grants, 1 refuses; after any other, or no answer within 5 seconds (or\n"
	"timeout=SECONDS), nobody is refused: clients are told to come back. A program\n"
	"that crashes is left alone for 0.1 s, then longer, up to 10 s. It can write\n"
	"where the application's `writable` says, and nowhere else.";

const struct checker_type checker_exec = {
	.base = {.name = "exec",
		 .usage = "PROGRAM[:ARGUMENT...][:timeout=SECONDS]",
		 .summary = "whom a program lets in, by the interface of checkpassword",
		 .help = exec_help},
	.interfaces = IUSERNAME_PASSWORD,
	.create = exec_create,
	.request_avatar_id = exec_request_avatar_id,
	.destroy = exec_destroy,
};
