/* Reads passwd(5), shadow(5) and group(5), and says who can if we cannot. */
#include "unix_files.h"

#include <errno.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the order of enum unix_file. */
static const struct {
	const char *option;
	const char *path;
	const struct watched_format *format;
} unix_files_known[UNIX_FILES] = {
	[UNIX_PASSWD] = {"passwd", "/etc/passwd", &unix_passwd_format},
	[UNIX_SHADOW] = {"shadow", "/etc/shadow", &unix_shadow_format},
	[UNIX_GROUP] = {"group", "/etc/group", &unix_group_format},
};

/* A new password is a new file: nothing that root opens for us before would be of use after it. */
static void unix_files_advise(const char *path, struct error *error)
{
	const struct group *group;
	struct stat status;

	if (stat(path, &status) != 0 || access(path, R_OK) == 0 || errno != EACCES)
		return;
	group = status.st_gid != 0 && (status.st_mode & S_IRGRP) ? getgrgid(status.st_gid) : NULL;
	if (group)
		error_advise(error, "put the server's user into the group '%s', which may read it",
			     group->gr_name);
	else
		error_advise(error, "let a group read it, and put the server's user into that");
}

static bool unix_files_open(struct unix_files *files, enum unix_file which,
			    struct arguments *arguments, struct error *error)
{
	struct octets piece = octets_from(unix_files_known[which].path);
	char path[PATH_MAX];

	arguments_option(arguments, unix_files_known[which].option, &piece);
	if (!arguments_path(arguments, piece, path, error))
		return false;
	if (watched_file_init(&files->files[which], unix_files_known[which].format, path, error))
		return true;
	unix_files_advise(path, error);
	return false;
}

bool unix_files_init(struct unix_files *files, struct arguments *arguments, struct error *error)
{
	for (size_t i = 0; i < UNIX_FILES; i++) {
		if (!unix_files_open(files, i, arguments, error))
			return false;
	}
	return true;
}

void unix_files_finish(struct unix_files *files)
{
	for (size_t i = 0; i < UNIX_FILES; i++)
		watched_file_finish(&files->files[i]);
}

bool unix_files_start(struct unix_files *files, const char *root, struct error *error)
{
	for (size_t i = 0; i < UNIX_FILES; i++) {
		if (watched_file_start(&files->files[i], root, error))
			continue;
		unix_files_advise(files->files[i].path, error);
		return false;
	}
	return true;
}

bool unix_files_census(const struct unix_files *files, struct census *census, struct error *error)
{
	for (size_t i = 0; i < UNIX_FILES; i++) {
		if (!watched_file_census(&files->files[i], census, error))
			return false;
	}
	return true;
}

uint64_t unix_files_generation(struct unix_files *files, const struct caller *caller)
{
	uint64_t generation = 0;

	/* Times an odd number, so that the same change in two files does not cancel out. */
	for (size_t i = 0; i < UNIX_FILES; i++)
		generation = generation * 0x9e3779b97f4a7c15 +
			     watched_file_generation(&files->files[i], caller);
	return generation;
}

bool unix_files_look(struct unix_files *files, const struct caller *caller,
		     struct unix_tables *tables, struct error *error)
{
	for (size_t i = 0; i < UNIX_FILES; i++) {
		struct watched_content *content =
			watched_file_content(&files->files[i], caller, error);

		if (!content)
			return false;
		tables->tables[i] = line_table_from(content);
	}
	return true;
}
