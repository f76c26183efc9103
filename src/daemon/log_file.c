/*
 * Rotates a log file under its writers: they write to a descriptor whose number stays the same, and
 * dup3() puts the new file in the old one's place between one line and the next.
 */
#include "daemon/log_file.h"

#include "base/clock.h"
#include "daemon/regular_file.h"
#include "postern/container.h"
#include "postern/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define LOG_FILE_MODE      0640
#define LOG_FILE_PATH_MAX  (PATH_MAX + 16) /* with the number of an old file */
#define LOG_FILE_COMPLAINT 60000           /* milliseconds between two complaints */

struct log_file {
	struct log_sink base;
	struct log_descriptor output;
	char *label; /* the path as it was given, for messages */
	char *path;  /* without links; "": not to be found in this root directory */
	uint64_t length;
	unsigned int keep;
	_Atomic uint64_t size;   /* roughly: lines are written while it is measured */
	_Atomic uint64_t limit;  /* the size that asks for a rotation; 0: none does */
	_Atomic pid_t asked;     /* the process that has a SIGUSR1 of its own to come; 0: none */
	uint64_t next_complaint; /* by clock_monotonic_ms() */
};

/* Where nobody waits for the signal it would kill us. Who daemonizes leaves it behind, and so
 * another process asks again. */
static void log_file_ask(struct log_file *log_file)
{
	pid_t self = getpid();
	sigset_t blocked;

	if (atomic_load(&log_file->asked) == self)
		return;
	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	if (sigismember(&blocked, SIGUSR1) && atomic_exchange(&log_file->asked, self) != self)
		kill(self, SIGUSR1);
}

static bool log_file_write(struct log_sink *sink, enum log_level level, const char *line,
			   size_t length)
{
	struct log_file *log_file = container_of(sink, struct log_file, base);
	struct log_sink *output = &log_file->output.base;
	uint64_t limit = atomic_load(&log_file->limit);
	uint64_t size;

	if (!output->write(output, level, line, length))
		return false;
	size = atomic_fetch_add(&log_file->size, length) + length;
	if (limit > 0 && size >= limit)
		log_file_ask(log_file);
	return true;
}

/* Both sizes anew: of a file that was just opened, or found to be shorter than it was thought. */
static void log_file_measure(struct log_file *log_file)
{
	struct stat status;

	if (fstat(log_file->output.descriptor, &status) < 0)
		return;
	atomic_store(&log_file->size, (uint64_t)status.st_size);
	atomic_store(&log_file->limit, log_file->length);
}

int log_file_open(const char *path, uint64_t length, unsigned int keep, struct log_file **log_file,
		  struct error *error)
{
	int descriptor = regular_file_open(AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT,
					   LOG_FILE_MODE, error);
	struct log_file *opened;

	if (descriptor < 0) {
		int reason = errno;

		error_prefix(error, "%s", path);
		return reason == EACCES || reason == EPERM ? EX_NOPERM : EX_CANTCREAT;
	}
	opened = memory_take(1, sizeof(*opened));
	opened->base.write = log_file_write;
	log_descriptor_init(&opened->output, descriptor);
	opened->label = memory_copy_text(octets_from(path));
	opened->path = realpath(path, NULL);
	if (!opened->path)
		opened->path = memory_copy_text(OCTETS(""));
	opened->length = length;
	opened->keep = keep;
	log_file_measure(opened);
	*log_file = opened;
	return EX_OK;
}

struct log_sink *log_file_sink(struct log_file *log_file)
{
	return &log_file->base;
}

void log_file_close(struct log_file *log_file)
{
	if (!log_file)
		return;
	close(log_file->output.descriptor);
	free(log_file->label);
	free(log_file->path);
	free(log_file);
}

/* Whatever the root directory was called, inside of it the path is the end of what it was outside,
 * and names the file that is open. */
void log_file_enter(struct log_file *log_file)
{
	const char *inside = log_file->path;

	while (inside && inside[0] != '\0' &&
	       !regular_file_is_named(log_file->output.descriptor, AT_FDCWD, inside))
		inside = strchr(inside + 1, '/');
	if (!inside)
		inside = "";
	memmove(log_file->path, inside, strlen(inside) + 1);
}

const char *log_file_path(const struct log_file *log_file)
{
	return log_file->path;
}

/* "PATH.3"; 0 is the file itself. */
static void log_file_name(const struct log_file *log_file, unsigned int number,
			  char name[static LOG_FILE_PATH_MAX])
{
	if (number == 0)
		snprintf(name, LOG_FILE_PATH_MAX, "%s", log_file->path);
	else
		snprintf(name, LOG_FILE_PATH_MAX, "%s.%u", log_file->path, number);
}

/* Returns 0 or -1 like rename(). */
static int log_file_move(const struct log_file *log_file, unsigned int from, unsigned int to)
{
	char old_name[LOG_FILE_PATH_MAX];
	char new_name[LOG_FILE_PATH_MAX];

	log_file_name(log_file, from, old_name);
	log_file_name(log_file, to, new_name);
	return rename(old_name, new_name);
}

/* How many old files there are, up to the first gap: what is beyond stays as it is. */
static unsigned int log_file_count_old(const struct log_file *log_file)
{
	char name[LOG_FILE_PATH_MAX];
	unsigned int count = 0;
	struct stat status;

	do {
		log_file_name(log_file, ++count, name);
	} while (lstat(name, &status) == 0);
	return count - 1;
}

/* Makes room for a new .1; those that are too many go. */
static int log_file_shift(const struct log_file *log_file)
{
	char name[LOG_FILE_PATH_MAX];
	int failed = 0;

	for (unsigned int i = log_file_count_old(log_file); failed == 0 && i > 0; i--) {
		log_file_name(log_file, i, name);
		if (log_file->keep > 0 && i >= log_file->keep)
			failed = unlink(name);
		else
			failed = log_file_move(log_file, i, i + 1);
	}
	return failed;
}

/* Puts the file that has the name, or a new one, under the writers. */
static bool log_file_reopen(struct log_file *log_file, int flags, struct error *error)
{
	int descriptor =
		regular_file_open(AT_FDCWD, log_file->path, O_WRONLY | O_APPEND | O_CREAT | flags,
				  LOG_FILE_MODE, error);

	if (descriptor < 0)
		return false;
	dup3(descriptor, log_file->output.descriptor, O_CLOEXEC);
	close(descriptor);
	log_file_measure(log_file);
	return true;
}

static bool log_file_replace(struct log_file *log_file, struct error *error)
{
	if (log_file_shift(log_file) < 0 || log_file_move(log_file, 0, 1) < 0) {
		error_set(error, "%s", strerror(errno));
		return false;
	}
	if (log_file_reopen(log_file, O_EXCL, error))
		return true;
	if (errno != EEXIST) /* else the name is somebody else's now */
		log_file_move(log_file, 1, 0);
	return false;
}

/* Sees to it that the next attempt is due when the file is as long again. */
static void log_file_complain(struct log_file *log_file, const struct error *error)
{
	uint64_t now = clock_monotonic_ms();

	if (log_file->length > 0)
		atomic_store(&log_file->limit, atomic_load(&log_file->size) + log_file->length);
	if (now < log_file->next_complaint)
		return;
	log_file->next_complaint = now + LOG_FILE_COMPLAINT;
	log_line(LOG_LEVEL_WARNING, "logfile", "%s: cannot rotate, the old file stays: %s",
		 log_file->label, error->text);
}

static bool log_file_is_long(const struct log_file *log_file)
{
	struct stat status;

	return log_file->length > 0 && fstat(log_file->output.descriptor, &status) == 0 &&
	       (uint64_t)status.st_size >= log_file->length;
}

static void log_file_renew(struct log_file *log_file, bool asked)
{
	struct error error;
	bool renewed = true;

	if (log_file->path[0] == '\0') {
		error_set(&error, "it is outside of the root directory");
		renewed = false;
	} else if (!regular_file_is_named(log_file->output.descriptor, AT_FDCWD, log_file->path)) {
		renewed = log_file_reopen(log_file, 0, &error);
	} else if (asked || log_file_is_long(log_file)) {
		renewed = log_file_replace(log_file, &error);
	} else {
		log_file_measure(log_file); /* somebody has made it shorter */
	}
	if (!renewed)
		log_file_complain(log_file, &error);
	else if (asked)
		log_line(LOG_LEVEL_INFO, "logfile", "%s: opened anew", log_file->label);
}

void log_files_rotate(struct log_file *const *log_files, size_t count)
{
	bool asked = true;

	/* Unless one of them has asked, somebody wants new files however long these are. */
	for (size_t i = 0; i < count; i++)
		if (log_files[i] && atomic_exchange(&log_files[i]->asked, 0) == getpid())
			asked = false;
	for (size_t i = 0; i < count; i++)
		if (log_files[i])
			log_file_renew(log_files[i], asked);
}
