/* Forks a child, and hears what it says until it has no more to say. */
#include "daemon/probe.h"

#include "daemon/environment.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* What the child tells. */
struct probe_finding {
	int status; /* EX_OK: a warning; else why nothing more can be tried */
	struct error error;
};

static_assert(sizeof(struct probe_finding) <= PIPE_BUF, "a pipe splits no finding");

int probe_become(const struct probe *probe, struct error *error)
{
	int status = EX_OK;

	if (probe->chroot)
		status = environment_chroot(probe->chroot, error);
	if (status == EX_OK) {
		status = environment_chdir(probe->rundir, error);
		if (status != EX_OK)
			error_prefix(error, "rundir");
	}
	if (status == EX_OK)
		status = identity_assume(probe->identity, error);
	return status;
}

static void probe_tell(const struct probe *probe, const struct probe_finding *finding)
{
	if (write(probe->pipe, finding, sizeof(*finding)) < 0)
		_exit(EX_OSERR);
}

void probe_warn(const struct probe *probe, const struct error *warning)
{
	const struct probe_finding finding = {.status = EX_OK, .error = *warning};

	probe_tell(probe, &finding);
}

_Noreturn static void probe_child(struct probe *probe)
{
	struct probe_finding end = {.error = {.text = ""}};

	end.status = probe->act(probe, &end.error);
	if (end.status != EX_OK)
		probe_tell(probe, &end);
	_exit(end.status);
}

static pid_t probe_fork(struct probe *probe, int *pipe, struct error *error)
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		error_set(error, "cannot make a pipe: %s", strerror(errno));
		return -1;
	}
	child = fork();
	if (child == 0) {
		probe->pipe = ends[1];
		probe_child(probe);
	}
	if (child < 0) {
		error_set(error, "cannot fork: %s", strerror(errno));
		close(ends[0]);
	}
	close(ends[1]);
	*pipe = ends[0];
	return child;
}

static int probe_listen(int pipe, warn_function *warn, struct error *error)
{
	struct probe_finding finding;
	int warnings = 0;

	while (TEMP_FAILURE_RETRY(read(pipe, &finding, sizeof(finding))) == sizeof(finding)) {
		if (finding.status != EX_OK) {
			*error = finding.error;
			return -finding.status;
		}
		if (warnings == 0)
			*error = finding.error;
		warn(finding.error.text);
		warnings++;
	}
	return warnings;
}

int probe_run(struct probe *probe, warn_function *warn, struct error *error)
{
	int pipe;
	int status;
	int result;
	pid_t child = probe_fork(probe, &pipe, error);

	if (child < 0)
		return -EX_OSERR;
	result = probe_listen(pipe, warn, error);
	close(pipe);
	if (TEMP_FAILURE_RETRY(waitpid(child, &status, 0)) == child && result >= 0 && status != 0) {
		error_set(error, "cannot try: the child that tries has died");
		return -EX_OSERR;
	}
	return result;
}
