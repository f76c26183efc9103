/*
 * Keeps the pid file. Two locks, each for what it is good at: flock() survives the forks of
 * daemonizing and so leaves no gap between the check and the write; fcntl() names its holder, and
 * is not inherited by children.
 */
#include "daemon/pid_file.h"

#include "base/log.h"
#include "daemon/regular_file.h"
#include "daemon/rooted_path.h"
#include "postern/descriptor.h"
#include "postern/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define PID_FILE_MODE      0644
#define PID_FILE_ATTEMPTS  100      /* to lock a file that others lock or remove meanwhile */
#define PID_FILE_PAUSE     10000000 /* nanoseconds between them */
#define PID_FILE_TRY_AGAIN (-1)     /* beside the statuses of sysexits */

struct pid_file {
	struct rooted_path place;
	int descriptor; /* holds the locks; -1 */
};

void pid_file_enter(struct pid_file *pid_file)
{
	rooted_path_enter(&pid_file->place);
}

const char *pid_file_directory(const struct pid_file *pid_file)
{
	return pid_file->place.directory;
}

static void pid_file_free(struct pid_file *pid_file)
{
	descriptor_close(&pid_file->descriptor);
	rooted_path_finish(&pid_file->place);
	free(pid_file);
}

/* The process that holds the fcntl() lock; 0: none; -1: one that is not seen from here. */
static pid_t pid_file_holder(int descriptor)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (fcntl(descriptor, F_GETLK, &lock) < 0 || lock.l_type == F_UNLCK)
		return 0;
	return lock.l_pid > 0 ? lock.l_pid : -1;
}

/* Reads the number, 0 if the file is empty. In a container a server may be process 1 each time it
 * is started. */
static bool pid_file_read(int descriptor, pid_t *pid, struct error *error)
{
	char text[16];
	ssize_t length = pread(descriptor, text, sizeof(text) - 1, 0);
	size_t digits;
	long number;

	*pid = 0;
	if (length < 0)
		error_set(error, "%s", strerror(errno));
	if (length <= 0)
		return length == 0;
	text[length] = '\0';
	digits = strspn(text, "0123456789");
	number = strtol(text, NULL, 10);
	if (digits == 0 || digits + (text[digits] == '\n') != (size_t)length || number > INT_MAX) {
		error_set(error, "contains a non-numeric value");
		return false;
	}
	*pid = (pid_t)number;
	if (*pid > 1 || *pid == getpid())
		return true;
	error_set(error, "contains the number %d, which is no server's", *pid);
	return false;
}

static int pid_file_refuse(pid_t holder, struct error *error)
{
	if (holder > 0)
		error_set(error, "another server is running, PID %d", holder);
	else
		error_set(error, "another server is running, in another PID namespace");
	return EX_TEMPFAIL;
}

/* One attempt to open the file and to lock what is still named so then. */
static int pid_file_try_lock(struct pid_file *pid_file, int directory, struct error *error)
{
	int descriptor = regular_file_open(directory, pid_file->place.name, O_RDWR | O_CREAT,
					   PID_FILE_MODE, error);
	bool locked;
	pid_t holder;

	if (descriptor < 0)
		return errno == ENOENT ? PID_FILE_TRY_AGAIN : EX_CANTCREAT;
	locked = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
	holder = pid_file_holder(descriptor);
	if (locked && holder == 0 &&
	    regular_file_is_named(descriptor, directory, pid_file->place.name)) {
		pid_file->descriptor = descriptor;
		return EX_OK;
	}
	close(descriptor);
	if (holder != 0)
		return pid_file_refuse(holder, error);
	error_set(error, "another server is starting");
	return PID_FILE_TRY_AGAIN;
}

/* A server that starts soon says its number; one that looks or ends soon lets the file go. */
static int pid_file_lock(struct pid_file *pid_file, struct error *error)
{
	const struct timespec pause = {.tv_nsec = PID_FILE_PAUSE};
	int directory = rooted_path_open_directory(&pid_file->place);
	int status = PID_FILE_TRY_AGAIN;

	if (directory < 0) {
		error_set(error, "%s", strerror(errno));
		return EX_CANTCREAT;
	}
	for (int i = 0; status == PID_FILE_TRY_AGAIN && i < PID_FILE_ATTEMPTS; i++) {
		if (i > 0)
			nanosleep(&pause, NULL);
		status = pid_file_try_lock(pid_file, directory, error);
	}
	close(directory);
	return status == PID_FILE_TRY_AGAIN ? EX_TEMPFAIL : status;
}

/* Nobody holds it: whatever process has that number now, it is not the server that wrote it. */
static int pid_file_take_over(const struct pid_file *pid_file, struct error *error)
{
	pid_t pid;

	if (!pid_file_read(pid_file->descriptor, &pid, error))
		return EX_DATAERR;
	if (pid == 0)
		return EX_OK;
	log_line(LOG_LEVEL_WARNING, "pidfile", "%s: removing stale pid file (PID %d)",
		 pid_file->place.label, pid);
	if (ftruncate(pid_file->descriptor, 0) == 0)
		return EX_OK;
	error_set(error, "%s", strerror(errno));
	return EX_CANTCREAT;
}

int pid_file_check(const char *path, const char *chroot, const char *rundir,
		   struct pid_file **pid_file, struct error *error)
{
	struct pid_file *checked = memory_take(1, sizeof(*checked));
	int status;

	checked->descriptor = -1;
	rooted_path_init(&checked->place, path, chroot, rundir);
	status = pid_file_lock(checked, error);
	if (status == EX_OK)
		status = pid_file_take_over(checked, error);
	if (status == EX_OK) {
		*pid_file = checked;
		return EX_OK;
	}
	error_prefix(error, "%s", checked->place.label);
	pid_file_free(checked);
	return status;
}

int pid_file_write(struct pid_file *pid_file, struct error *error)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char text[16];
	int length = snprintf(text, sizeof(text), "%d\n", getpid());

	if (fcntl(pid_file->descriptor, F_SETLK, &lock) < 0)
		error_set(error, "%s: lock: %s", pid_file->place.label, strerror(errno));
	else if (pwrite(pid_file->descriptor, text, (size_t)length, 0) != length)
		error_set(error, "%s: write: %s", pid_file->place.label, strerror(errno));
	else
		return EX_OK;
	return EX_IOERR;
}

/* False, with errno set, ESTALE when another file has the name now. */
static bool pid_file_unlink(const struct pid_file *pid_file)
{
	int directory = rooted_path_open_directory(&pid_file->place);
	bool unlinked;

	if (directory < 0)
		return false;
	unlinked = regular_file_is_named(pid_file->descriptor, directory, pid_file->place.name) &&
		   unlinkat(directory, pid_file->place.name, 0) == 0;
	descriptor_close(&directory);
	return unlinked;
}

/* It was opened with the rights of earlier; an empty one is as good as none to the next start. */
static void pid_file_empty(const struct pid_file *pid_file)
{
	log_line(LOG_LEVEL_WARNING, "pidfile",
		 "%s: emptied, not removed (uid %u may not remove it: %m)", pid_file->place.label,
		 geteuid());
	if (ftruncate(pid_file->descriptor, 0) < 0)
		log_line(LOG_LEVEL_WARNING, "pidfile", "%s: cannot empty it: %m",
			 pid_file->place.label);
}

void pid_file_remove(struct pid_file *pid_file)
{
	if (!pid_file)
		return;
	if (pid_file_unlink(pid_file))
		log_line(LOG_LEVEL_DEBUG, "pidfile", "%s: removed", pid_file->place.label);
	else if (errno == ENOENT || errno == ESTALE)
		log_line(LOG_LEVEL_WARNING, "pidfile", "%s: left alone, it is no longer ours",
			 pid_file->place.label);
	else
		pid_file_empty(pid_file);
	pid_file_free(pid_file);
}

/* `named`: 0 when nothing stands in it yet, -1 when it is no number. */
static int pid_file_see_holder(int descriptor, pid_t named, struct pid_file_view *view,
			       struct error *error)
{
	struct stat status;

	if (view->pid < 0) {
		error_set(error, "held by a process in another PID namespace");
		return EX_NOPERM;
	}
	view->state = PID_FILE_ALIVE;
	view->text_differs = named != 0 && named != view->pid;
	if (fstat(descriptor, &status) == 0)
		view->since = status.st_mtime;
	return EX_OK;
}

static int pid_file_examine(const struct rooted_path *place, int directory, int descriptor,
			    bool removes, struct pid_file_view *view, struct error *error)
{
	bool makes_sense;
	pid_t named;

	view->pid = pid_file_holder(descriptor);
	makes_sense = pid_file_read(descriptor, &named, error);
	if (view->pid != 0)
		return pid_file_see_holder(descriptor, makes_sense ? named : -1, view, error);
	view->state = PID_FILE_BUSY;
	if (flock(descriptor, LOCK_EX | LOCK_NB) < 0 ||
	    !regular_file_is_named(descriptor, directory, place->name))
		return EX_OK;
	if (!makes_sense)
		return EX_DATAERR;
	if (removes && unlinkat(directory, place->name, 0) < 0)
		log_line(LOG_LEVEL_WARNING, "pidfile", "%s: cannot remove it: %m", place->label);
	view->state = named != 0 ? PID_FILE_DEAD : PID_FILE_NONE;
	view->pid = named;
	return EX_OK;
}

/* The status for a file that cannot be opened: what is not there is nobody's. */
static int pid_file_absent(int number)
{
	if (number == ENOENT || number == ENOTDIR)
		return EX_OK;
	return number == EACCES ? EX_NOPERM : EX_DATAERR;
}

static int pid_file_look_in(const struct rooted_path *place, int directory, bool removes,
			    struct pid_file_view *view, struct error *error)
{
	int descriptor = regular_file_open(directory, place->name, O_RDONLY, 0, error);
	int status;

	if (descriptor < 0)
		return pid_file_absent(errno);
	status = pid_file_examine(place, directory, descriptor, removes, view, error);
	close(descriptor);
	return status;
}

int pid_file_look(const char *path, const char *chroot, const char *rundir, bool removes,
		  struct pid_file_view *view, struct error *error)
{
	struct rooted_path place;
	int directory, status;

	*view = (struct pid_file_view){.state = PID_FILE_NONE};
	rooted_path_init(&place, path, chroot, rundir);
	directory = rooted_path_open_directory(&place);
	if (directory >= 0) {
		status = pid_file_look_in(&place, directory, removes, view, error);
		close(directory);
	} else {
		status = pid_file_absent(errno);
		error_set(error, "%s", strerror(errno));
	}
	if (status != EX_OK)
		error_prefix(error, "%s", place.label);
	rooted_path_finish(&place);
	return status;
}
