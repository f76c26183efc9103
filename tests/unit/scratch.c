/* Makes a directory for one test, and removes it with everything in it. */
#include "scratch.h"

#include <check.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static char scratch_base[64];

void scratch_setup(void)
{
	umask(022); /* others are to see what a test makes for them, whoever runs it */
	strcpy(scratch_base, "/tmp/postern-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(scratch_base));
}

static int scratch_remove(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

void scratch_teardown(void)
{
	nftw(scratch_base, scratch_remove, 8, FTW_DEPTH | FTW_PHYS);
}

const char *scratch_directory(void)
{
	return scratch_base;
}

const char *scratch_path(const char *name)
{
	static char paths[4][PATH_MAX];
	static size_t next;
	char *path = paths[next++ % 4];

	snprintf(path, PATH_MAX, "%s/%s", scratch_base, name);
	return path;
}

bool scratch_exists(const char *name)
{
	struct stat status;

	return lstat(scratch_path(name), &status) == 0;
}

const char *scratch_read(const char *name)
{
	static char text[65536];
	FILE *file = fopen(scratch_path(name), "r");
	size_t length;

	ck_assert_msg(file, "%s", name);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

void scratch_write(const char *name, struct octets text)
{
	FILE *file = fopen(scratch_path(name), "w");

	ck_assert_msg(file, "%s", name);
	ck_assert_uint_eq(fwrite(text.data, 1, text.length, file), text.length);
	ck_assert_int_eq(fclose(file), 0);
}

void scratch_replace(const char *name, struct octets text)
{
	scratch_write("new", text);
	ck_assert_int_eq(rename(scratch_path("new"), scratch_path(name)), 0);
}
