/* Reads a key that nobody else may read. */
#include "application/nonce_key.h"

#include "base/trusted_path.h"
#include "daemon/regular_file.h"
#include "postern/descriptor.h"
#include "postern/root.h"
#include "postern/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NONCE_KEY_MIN 32   /* bytes: as many as the key that is made of them */
#define NONCE_KEY_MAX 4096 /* bytes */

static bool nonce_key_is_private(int descriptor, const char *path, struct error *error)
{
	struct stat status;

	if (fstat(descriptor, &status) != 0) {
		error_set_no_input(error, "cannot look at '%s': %s", path, strerror(errno));
		return false;
	}
	if (!trusted_path_is_ours(path, &status, error))
		return false;
	if ((status.st_mode & 077) != 0) {
		error_set(error, "cannot trust '%s': it is open to others, mode %04o", path,
			  status.st_mode & 07777);
		error_advise(error, "chmod 600 '%s'", path);
		return false;
	}
	return true;
}

static bool nonce_key_take(int descriptor, const char *path, struct nonces *nonces,
			   struct error *error)
{
	char octets[NONCE_KEY_MAX + 1]; /* one more, to see whether there is one */
	ssize_t length = descriptor_read(descriptor, octets, sizeof(octets));
	bool usable = length >= NONCE_KEY_MIN && length <= NONCE_KEY_MAX;

	if (usable)
		nonces_set_key(nonces, (struct octets){octets, (size_t)length});
	else if (length < 0)
		error_set_no_input(error, "cannot read '%s': %s", path, strerror(errno));
	else
		error_set(error, "cannot use '%s': a key has %d to %d bytes", path, NONCE_KEY_MIN,
			  NONCE_KEY_MAX);
	secret_wipe(octets, sizeof(octets));
	return usable;
}

/* Opens what has that path in the root directory of now. -1 with the error set. */
static int nonce_key_open(const char *path, const char *root, struct error *error)
{
	char here[PATH_MAX];
	struct error reason;
	int descriptor;

	if (snprintf(here, sizeof(here), "%s", path) >= PATH_MAX) {
		error_set(error, "cannot use a path of %zu bytes", strlen(path));
		return -1;
	}
	if (!root_enter(root, here, error))
		return -1;
	descriptor = regular_file_open(AT_FDCWD, here, O_RDONLY, 0, &reason);
	if (descriptor < 0) {
		bool missing = errno == ENOENT;

		error_set_no_input(error, "cannot open '%s': %s", path, reason.text);
		if (missing)
			error_advise(error, "(umask 077; head -c %d /dev/urandom > '%s')",
				     NONCE_KEY_MIN, path);
	}
	return descriptor;
}

bool nonce_key_load(const char *path, const char *root, struct nonces *nonces, struct error *error)
{
	int descriptor = nonce_key_open(path, root, error);
	bool loaded;

	if (descriptor < 0)
		return false;
	loaded = nonce_key_is_private(descriptor, path, error) &&
		 nonce_key_take(descriptor, path, nonces, error);
	close(descriptor);
	return loaded;
}
