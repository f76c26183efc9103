/* Runs the programs of tests, and looks after them. */
#include "programs.h"

#include "base/clock.h"
#include "daemon/children.h"
#include "scratch.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE 10000 /* milliseconds */

void programs_setup(void)
{
	scratch_setup();
	children_init();
}

struct outcome programs_run_with(const char *command, struct octets input, unsigned int timeout)
{
	const char *const argv[] = {"/bin/sh", "-c", command, "sh", scratch_directory(), NULL};
	const struct child child = {
		.argv = (char *const *)argv,
		.input = input,
		.timeout = timeout,
	};
	struct outcome outcome = {.status = -1};

	outcome.end = child_run(&child, &outcome.status, &outcome.error);
	return outcome;
}

struct outcome programs_run(const char *command)
{
	return programs_run_with(command, OCTETS(""), LONG);
}

static void *programs_run_thread(void *argument)
{
	struct running *running = argument;

	running->outcome = programs_run(running->command);
	return NULL;
}

void programs_start(struct running *running, const char *command)
{
	sigset_t all, before;

	running->command = command;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ck_assert_int_eq(pthread_create(&running->thread, NULL, programs_run_thread, running), 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

enum child_end programs_finish(struct running *running)
{
	pthread_join(running->thread, NULL);
	return running->outcome.end;
}

const char *programs_wrote(const char *name)
{
	static char text[4096];
	FILE *file = fopen(scratch_path(name), "r");
	size_t length;

	text[0] = '\0';
	if (!file)
		return text;
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

static size_t programs_count_lines(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

void programs_await(const char *name, size_t lines)
{
	const uint64_t deadline = clock_monotonic_ms() + PATIENCE;

	while (programs_count_lines(programs_wrote(name)) < lines &&
	       clock_monotonic_ms() < deadline)
		usleep(5000);
	ck_assert_uint_eq(programs_count_lines(programs_wrote(name)), lines);
}

bool programs_lives(pid_t pid)
{
	return kill(pid, 0) == 0;
}

void programs_await_end(const char *name)
{
	const uint64_t deadline = clock_monotonic_ms() + PATIENCE;
	const char *line = programs_wrote(name);
	int used;
	pid_t pid;

	ck_assert_msg(*line != '\0', "there is no '%s'", name);
	for (; sscanf(line, "%d%n", &pid, &used) == 1; line += used) {
		while (programs_lives(pid) && clock_monotonic_ms() < deadline) {
			children_reap();
			usleep(5000);
		}
		ck_assert_msg(!programs_lives(pid), "%d of %s lives", pid, name);
	}
}

void programs_in_process(bool leads, void (*act)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (leads)
			setpgid(0, 0);
		children_init();
		act();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
