/* Looks whether the files of a store are those that they were. */
#include "sqlite_files.h"

#include "look.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool sqlite_files_find(struct sqlite_files *files, const char *path, struct error *error)
{
	int failure = stat(path, &files->status) == 0 ? 0 : errno;

	if (failure == 0 && S_ISREG(files->status.st_mode))
		return true;
	error_set_no_input(error, "cannot open '%s': %s", path,
			   failure != 0 ? strerror(failure) : "not a regular file");
	return false;
}

/* Leaves the directory of an absolute path. */
static void sqlite_files_cut_name(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		slash[slash == path] = '\0';
}

/* 0: is not there. */
static ino_t sqlite_files_companion(const char *store, const char *suffix)
{
	char companion[PATH_MAX + sizeof("-wal")];
	struct stat status;

	snprintf(companion, sizeof(companion), "%s%s", store, suffix);
	return store[0] != '\0' && stat(companion, &status) == 0 ? status.st_ino : 0;
}

void sqlite_files_find_companions(struct sqlite_files *files, const char *path)
{
	static const char *const suffixes[FILES_COMPANIONS] = {"-wal", "-shm"};
	char store[PATH_MAX];
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (!realpath(path, store))
		store[0] = '\0';
	strcpy(files->place, store);
	sqlite_files_cut_name(files->place);
	/* Before them: if one of them changes in between, the next look will notice. */
	files->settled = stat(files->place, &files->directory) == 0 &&
			 look_is_settled(&files->directory, now.tv_sec);
	for (size_t i = 0; i < FILES_COMPANIONS; i++)
		files->companions[i] = sqlite_files_companion(store, suffixes[i]);
}

static bool sqlite_files_are_undisturbed(const struct sqlite_files *files)
{
	struct stat status;

	return files->settled && stat(files->place, &status) == 0 &&
	       look_is_same_file(&status, &files->directory);
}

/* Whoever reads from a log that was removed never sees what is written to the new one. */
static bool sqlite_files_have_companions(struct sqlite_files *files, const char *path)
{
	struct sqlite_files now;

	if (sqlite_files_are_undisturbed(files))
		return true;
	sqlite_files_find_companions(&now, path);
	if (memcmp(now.companions, files->companions, sizeof(now.companions)) != 0)
		return false;
	now.status = files->status;
	*files = now;
	return true;
}

bool sqlite_files_are_same(struct sqlite_files *files, const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && look_is_same_file(&status, &files->status) &&
	       sqlite_files_have_companions(files, path);
}

static bool sqlite_files_share_companion(const struct sqlite_files *files,
					 const struct sqlite_files *others)
{
	for (size_t i = 0; i < FILES_COMPANIONS; i++) {
		if (files->companions[i] != 0 && files->companions[i] == others->companions[i])
			return true;
	}
	return false;
}

bool sqlite_files_are_mixed_up(const struct sqlite_files *files, const char *path)
{
	struct sqlite_files now;

	if (stat(path, &now.status) != 0 || (now.status.st_dev == files->status.st_dev &&
					     now.status.st_ino == files->status.st_ino))
		return false;
	sqlite_files_find_companions(&now, path);
	return sqlite_files_share_companion(files, &now);
}
