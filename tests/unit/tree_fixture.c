/* Makes the directory with everything in it that a server must, or must not, give away. */
#include "tree_fixture.h"

#include <check.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

static char tree_fixture_path[64];

const char *tree_fixture_base(void)
{
	return tree_fixture_path;
}

static void tree_fixture_write(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	ck_assert_msg(file, "%s", name);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

/* "012345678901..." */
static void tree_fixture_write_digits(const char *name, size_t size)
{
	FILE *file = fopen(name, "w");

	ck_assert_msg(file, "%s", name);
	for (size_t i = 0; i < size; i++)
		putc('0' + (int)(i % 10), file);
	ck_assert_int_eq(fclose(file), 0);
}

static void tree_fixture_make_directories(void)
{
	static const char *const names[] = {
		"dir", "noindex", "strange", "strange/index.html", ".hidden",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_int_eq(mkdir(names[i], 0755), 0);
}

static void tree_fixture_make_files(void)
{
	tree_fixture_write_digits("ten.bin", 10);
	tree_fixture_write_digits("small.bin", TREE_LARGE - 1);
	tree_fixture_write_digits("large.bin", TREE_LARGE);
	tree_fixture_write("empty.txt", "");
	tree_fixture_write("a b%é?.txt", "strange name");
	tree_fixture_write("dir/index.html", "<p>index");
	tree_fixture_write(".htaccess", "secret");
	tree_fixture_write(".hidden/file", "secret");
	tree_fixture_write("dir/.htaccess", "secret");
	tree_fixture_write("unreadable", "secret");
	ck_assert_int_eq(chmod("unreadable", 0), 0);
}

static void tree_fixture_make_links(void)
{
	ck_assert_int_eq(symlink("ten.bin", "link"), 0);
	ck_assert_int_eq(symlink("../ten.bin", "dir/link-up"), 0);
	ck_assert_int_eq(symlink("dir", "link-to-dir"), 0);
	ck_assert_int_eq(symlink("../outside", "link-outside"), 0);
	ck_assert_int_eq(symlink("..", "link-to-parent"), 0);
	ck_assert_int_eq(symlink("/etc/passwd", "link-absolute"), 0);
	ck_assert_int_eq(symlink("loop", "loop"), 0);
	ck_assert_int_eq(symlink("missing", "dangling"), 0);
}

static void tree_fixture_make_socket(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(address.sun_path, name);
	ck_assert_int_eq(bind(descriptor, (struct sockaddr *)&address, sizeof(address)), 0);
	close(descriptor);
}

void tree_fixture_setup(void)
{
	int back = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	strcpy(tree_fixture_path, "/tmp/postern-tree-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(tree_fixture_path));
	ck_assert_int_eq(chmod(tree_fixture_path, 0755), 0);
	ck_assert_int_eq(chdir(tree_fixture_path), 0);
	tree_fixture_write("outside", "secret");
	ck_assert_int_eq(mkdir("root", 0755), 0);
	ck_assert_int_eq(chdir("root"), 0);
	tree_fixture_make_directories();
	tree_fixture_make_files();
	tree_fixture_make_links();
	tree_fixture_make_socket("socket");
	ck_assert_int_eq(mkfifo("fifo", 0644), 0);
	/* That of /dev/null. For root alone: without it there is nothing of that name. */
	(void)!mknod("device", S_IFCHR | 0644, makedev(1, 3));
	ck_assert_int_eq(fchdir(back), 0);
	close(back);
}

static int tree_fixture_remove(const char *path, const struct stat *status, int kind,
			       struct FTW *at)
{
	(void)status;
	(void)kind;
	(void)at;
	return remove(path);
}

void tree_fixture_teardown(void)
{
	nftw(tree_fixture_path, tree_fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
}
