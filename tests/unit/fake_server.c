/* Checks and writes a pid file, and then waits for signals. */
#include "fake_server.h"

#include "daemon/pid_file.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static pid_t fake_server_make_child(void)
{
	pid_t child;

	setpgid(0, 0);
	child = fork();
	if (child == 0) {
		signal(SIGTERM, SIG_IGN);
		execl("/bin/sleep", "sleep", "20", (char *)NULL);
		_exit(127);
	}
	return child;
}

static int fake_server_hold(const struct fake_server *server, struct pid_file **pid_file)
{
	struct error error;
	int status = pid_file_check(server->pid_file, NULL, NULL, pid_file, &error);

	if (status == EX_OK && !server->only_checks)
		status = pid_file_write(*pid_file, &error);
	if (status != EX_OK)
		printf("%s\n", error.text);
	return status;
}

static void fake_server_serve(const struct fake_server *server, const sigset_t *awaited)
{
	int number = 0;

	while (number != SIGTERM || server->ignores_term) {
		sigwait(awaited, &number);
		printf("SIG%s\n", sigabbrev_np(number));
		fflush(stdout);
	}
}

static void fake_server_act(const void *argument)
{
	const struct fake_server *server = argument;
	struct pid_file *pid_file;
	sigset_t awaited;
	pid_t child;

	sigemptyset(&awaited);
	sigaddset(&awaited, SIGTERM);
	sigaddset(&awaited, SIGHUP);
	sigaddset(&awaited, SIGUSR1);
	sigprocmask(SIG_BLOCK, &awaited, NULL);
	if (fake_server_hold(server, &pid_file) != EX_OK)
		return;
	child = server->leads_group ? fake_server_make_child() : 0;
	printf("%d\n", child);
	fflush(stdout);
	fake_server_serve(server, &awaited);
	pid_file_remove(pid_file);
}

void fake_server_start(struct fake_server *server)
{
	char line[64] = "";

	forked_start(&server->process, fake_server_act, server);
	for (size_t used = 0; used < sizeof(line) - 1 && !strchr(line, '\n'); used++)
		ck_assert_int_eq(read(server->process.output, line + used, 1), 1);
	ck_assert_int_eq(sscanf(line, "%d", &server->child), 1);
}

void fake_server_finish(struct fake_server *server, int signal_number)
{
	if (signal_number != 0)
		kill(server->process.pid, signal_number);
	if (server->child > 0)
		kill(server->child, SIGKILL);
	forked_finish(&server->process);
}
