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

	if (status != EX_OK || application_enter(process->application, process->chroot, error))
		return status;
	status = application_status(error);
	if (process->identity.changes)
		error_set(error, "%s (fix: chown %s FILE, and its directory)", error->text,
			  process->identity.name);
	return status;
}

int rehearse(struct process *process, struct error *error)
{
	struct rehearsal rehearsal = {
		.probe = {.identity = &process->identity,
			  .chroot = process->chroot,
			  .rundir = process->rundir,
			  .act = rehearsal_act},
		.process = process,
	};

	if (!process->chroot && !process->identity.changes)
		return EX_OK;
	return -probe_run(&rehearsal.probe, NULL, error);
}
