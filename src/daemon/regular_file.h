/* Files under names where, in a directory that others may write to, anything may stand. */
#ifndef DAEMON_REGULAR_FILE_H
#define DAEMON_REGULAR_FILE_H

#include "postern/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* openat() that opens regular files with one name and nothing else, and never waits. With O_CREAT a
 * new file has exactly this mode, whatever the umask. Returns -1 with the error ("is a symbolic
 * link") and errno set. */
int regular_file_open(int directory, const char *name, int flags, mode_t mode, struct error *error);

/* True when the name is that of the file that is open. errno says why not: ESTALE when it is
 * another file's. */
bool regular_file_is_named(int descriptor, int directory, const char *name);

#endif
