/* Turns the echo of the terminal off while a password is typed, and surely on again. */
#include "base/terminal.h"

#include "postern/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

struct terminal {
	int descriptor;
	int signals;            /* readable when one of `waiting` has come */
	sigset_t waiting;       /* signals that would leave the terminal without an echo */
	sigset_t before;        /* the mask of signals */
	struct termios echoing; /* the settings to come back to */
};

static void terminal_close(struct terminal *terminal)
{
	descriptor_close(&terminal->signals);
	descriptor_close(&terminal->descriptor);
}

static bool terminal_open(struct terminal *terminal, struct error *error)
{
	sigemptyset(&terminal->waiting);
	sigaddset(&terminal->waiting, SIGINT);
	sigaddset(&terminal->waiting, SIGTERM);
	sigaddset(&terminal->waiting, SIGHUP);
	sigaddset(&terminal->waiting, SIGQUIT);
	sigaddset(&terminal->waiting, SIGTSTP);
	terminal->signals = signalfd(-1, &terminal->waiting, SFD_CLOEXEC);
	terminal->descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (terminal->descriptor >= 0 && terminal->signals >= 0 &&
	    tcgetattr(terminal->descriptor, &terminal->echoing) == 0)
		return true;
	error_set(error, "cannot open '/dev/tty': %s (without a terminal: --password-stdin)",
		  strerror(errno));
	terminal_close(terminal);
	return false;
}

/* From here on signals wait. */
static void terminal_hide(struct terminal *terminal, const char *prompt)
{
	struct termios silent = terminal->echoing;

	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
	silent.c_lflag |= ECHONL;
	sigprocmask(SIG_BLOCK, &terminal->waiting, &terminal->before);
	tcsetattr(terminal->descriptor, TCSAFLUSH, &silent);
	dprintf(terminal->descriptor, "%s", prompt);
}

/* Signals that came meanwhile act now: the process ends here, or stops and goes on later. */
static void terminal_show(struct terminal *terminal)
{
	tcsetattr(terminal->descriptor, TCSAFLUSH, &terminal->echoing);
	sigprocmask(SIG_SETMASK, &terminal->before, NULL);
}

/* False: there is a line to read, or reading it will say what is wrong. */
static bool terminal_interrupted(const struct terminal *terminal)
{
	struct pollfd ready[] = {
		{.fd = terminal->descriptor, .events = POLLIN},
		{.fd = terminal->signals, .events = POLLIN},
	};

	return TEMP_FAILURE_RETRY(poll(ready, 2, -1)) > 0 && ready[1].revents;
}

/* The length of a line; 0 at the end of input, -1 on an error. */
static ssize_t terminal_read(struct terminal *terminal, const char *prompt, char *buffer,
			     size_t size)
{
	ssize_t length;

	terminal_hide(terminal, prompt);
	while (terminal_interrupted(terminal)) {
		terminal_show(terminal);
		terminal_hide(terminal, prompt);
	}
	length = TEMP_FAILURE_RETRY(read(terminal->descriptor, buffer, size));
	terminal_show(terminal);
	return length;
}

bool terminal_read_password(const char *prompt, char *buffer, size_t size, struct octets *line,
			    struct error *error)
{
	struct terminal terminal;
	ssize_t length;

	if (!terminal_open(&terminal, error))
		return false;
	length = terminal_read(&terminal, prompt, buffer, size);
	terminal_close(&terminal);
	if (length < 0) {
		error_set(error, "cannot read '/dev/tty': %s", strerror(errno));
		return false;
	}
	if (length > 0 && buffer[length - 1] == '\n') {
		*line = (struct octets){.data = buffer, .length = (size_t)length - 1};
		return true;
	}
	error_set(error, "cannot read '/dev/tty': %s",
		  length == 0 ? "end of input" : "the line does not end, or is too long");
	return false;
}
