/* Starts the plug-ins in a child that gives up what the server will give up. */
#include "application/rehearsal.h"

#include "daemon/environment.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static int rehearsal_play(struct process *process, struct error *error)
{
	int status = EX_OK;

	if (process->chroot)
		status = environment_chroot(process->chroot, error);
	if (status == EX_OK)
		status = environment_chdir(process->rundir, error);
	if (status == EX_OK)
		status = identity_assume(&process->identity, error);
	if (status == EX_OK && !application_enter(process->application, process->chroot, error))
		status = EX_CONFIG;
	return status;
}

/* The child's last word is its error, whole: less than a pipe holds. */
static void rehearsal_end(int pipe, int status, const struct error *error)
{
	if (status != EX_OK)
		(void)!write(pipe, error->text, strlen(error->text));
	_exit(status);
}

static int rehearsal_wait(pid_t child, int pipe, struct error *error)
{
	char text[ERROR_TEXT_MAX];
	ssize_t length = TEMP_FAILURE_RETRY(read(pipe, text, sizeof(text) - 1));
	int status;

	if (length < 0 || TEMP_FAILURE_RETRY(waitpid(child, &status, 0)) != child ||
	    !WIFEXITED(status)) {
		error_set(error, "cannot try the start beforehand");
		return EX_OSERR;
	}
	text[length] = '\0';
	if (WEXITSTATUS(status) != EX_OK)
		error_set(error, "%s", text);
	return WEXITSTATUS(status);
}

int rehearse(struct process *process, struct error *error)
{
	int ends[2];
	pid_t child;
	int status;

	if (!process->chroot && !process->identity.changes)
		return EX_OK;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		error_set(error, "cannot make a pipe: %s", strerror(errno));
		return EX_OSERR;
	}
	child = fork();
	if (child == 0)
		rehearsal_end(ends[1], rehearsal_play(process, error), error);
	close(ends[1]);
	status = child > 0 ? rehearsal_wait(child, ends[0], error) : EX_OSERR;
	if (child < 0)
		error_set(error, "cannot fork: %s", strerror(errno));
	else if (status == EX_CONFIG && process->identity.changes)
		error_set(error, "%s (fix: chown %s FILE, and its directory)", error->text,
			  process->identity.name);
	close(ends[0]);
	return status;
}
