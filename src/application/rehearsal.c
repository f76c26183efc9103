/* Starts the plug-ins in a child that gives up what the server will give up. */
#include "application/rehearsal.h"

#include "daemon/probe.h"
#include "postern/container.h"

#include <sysexits.h>

struct rehearsal {
	struct probe probe;
	struct process *process;
};

static int rehearsal_act(struct probe *probe, struct error *error)
{
	const struct process *process = container_of(probe, struct rehearsal, probe)->process;
	int status = probe_become(probe, error);

	if (status != EX_OK)
		return status;
	if (application_read_key(process->application, process->paths.chroot, error) &&
	    application_enter(process->application, process->paths.chroot, error))
		return EX_OK;
	return application_status(error);
}

static int rehearsal_play(struct process *process, const struct identity *identity,
			  struct error *error)
{
	struct rehearsal rehearsal = {
		.probe = {.identity = identity,
			  .chroot = process->paths.chroot,
			  .rundir = process->paths.rundir,
			  .act = rehearsal_act},
		.process = process,
	};

	return -probe_run(&rehearsal.probe, NULL, error);
}

/* What succeeds as root fails for the user's rights, and nothing else. */
static bool rehearsal_lacks_rights(struct process *process)
{
	char name[] = "root";
	const struct identity root = {.name = name};
	struct error ignored;

	return process->identity.changes && rehearsal_play(process, &root, &ignored) == EX_OK;
}

int rehearse(struct process *process, struct error *error)
{
	int status;

	/* Then only the key is new: the plug-ins have looked at what they will open. */
	if (!process->paths.chroot && !process->identity.changes)
		return application_read_key(process->application, NULL, error)
			       ? EX_OK
			       : application_status(error);
	status = rehearsal_play(process, &process->identity, error);
	if (status != EX_OK && status == application_status(error) &&
	    rehearsal_lacks_rights(process))
		error_advise(error, "chown %s FILE, and its directory", process->identity.name);
	return status;
}
