/* Opens what is to be imported, and waits for the end of what is no file. */
#include "accounts/user_import_input.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static FILE *user_import_fail(FILE *file, const char *path, struct error *error)
{
	if (error->text[0] == '\0')
		error_set(error, "cannot read '%s': %s", path, strerror(errno));
	fclose(file);
	return NULL;
}

/* False with the error set, or with errno. */
static bool user_import_copy(FILE *from, FILE *to, struct error *error)
{
	size_t length = 0;
	int byte;

	while ((byte = getc_unlocked(from)) != EOF) {
		if (++length > USER_IMPORT_MAX) {
			error_set(error, "cannot read more than %lu MiB but from a file",
				  USER_IMPORT_MAX >> 20);
			return false;
		}
		if (putc_unlocked(byte, to) == EOF)
			return false;
	}
	return !ferror(from) && fseek(to, 0, SEEK_SET) == 0;
}

/* In memory that has no name, and ends with us: there are hashes in it. */
static FILE *user_import_gather(FILE *from, const char *path, struct error *error)
{
	int descriptor = memfd_create("import", MFD_CLOEXEC);
	FILE *gathered = descriptor < 0 ? NULL : fdopen(descriptor, "w+");

	if (!gathered)
		return user_import_fail(from, path, error);
	if (!user_import_copy(from, gathered, error)) {
		fclose(gathered);
		return user_import_fail(from, path, error);
	}
	fclose(from);
	return gathered;
}

FILE *user_import_open(const char *path, struct error *error)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	struct stat status;

	error->text[0] = '\0';
	if (!file) {
		error_set(error, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	if (fstat(fileno(file), &status) != 0)
		return user_import_fail(file, path, error);
	return S_ISREG(status.st_mode) ? file : user_import_gather(file, path, error);
}
