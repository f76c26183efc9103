/* Which names open a file of a tree, and that none opens anything else. */
#include "../../realms/tree.h"

#include "tree_fixture.h"

#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

Suite *tree_suite(void);

static int tree_root(void)
{
	char path[PATH_MAX];
	struct error error;
	int root;

	snprintf(path, sizeof(path), "%s/root", tree_fixture_base());
	root = tree_open_root(path, &error);
	ck_assert_msg(root >= 0, "%s", error.text);
	return root;
}

/* Asserts the status, and the content of what was opened. */
static void tree_gives(struct octets rest, unsigned int status, const char *content)
{
	struct tree_file file;
	int root = tree_root();
	unsigned int got = tree_open(root, rest, &file);
	char buffer[64];
	ssize_t length;

	ck_assert_msg(got == status, "'%.*s': %u", (int)rest.length, rest.data, got);
	close(root);
	if (!content)
		return;
	length = read(file.descriptor, buffer, sizeof(buffer));
	ck_assert_int_eq(length, strlen(content));
	ck_assert_int_eq(file.status.st_size, length);
	ck_assert_mem_eq(buffer, content, (size_t)length);
	close(file.descriptor);
}

START_TEST(regular_files_are_opened)
{
	tree_gives(OCTETS("/ten.bin"), 200, "0123456789");
	tree_gives(OCTETS("/empty.txt"), 200, "");
	tree_gives(OCTETS("/dir/index.html"), 200, "<p>index");
	tree_gives(OCTETS("/a b%é?.txt"), 200, "strange name");
}
END_TEST

START_TEST(a_directory_and_a_slash_is_its_index)
{
	tree_gives(OCTETS("/dir/"), 200, "<p>index");
	tree_gives(OCTETS("/link-to-dir/"), 200, "<p>index");
}
END_TEST

START_TEST(a_directory_without_a_slash_is_told_from_a_file)
{
	tree_gives(OCTETS("/dir"), 301, NULL);
	tree_gives(OCTETS("/noindex"), 301, NULL);
	tree_gives(OCTETS("/link-to-dir"), 301, NULL);
	tree_gives(OCTETS(""), 301, NULL);
}
END_TEST

START_TEST(links_that_stay_below_are_followed)
{
	tree_gives(OCTETS("/link"), 200, "0123456789");
	tree_gives(OCTETS("/dir/link-up"), 200, "0123456789");
	tree_gives(OCTETS("/link-to-dir/index.html"), 200, "<p>index");
}
END_TEST

START_TEST(links_that_lead_out_are_not_found)
{
	tree_gives(OCTETS("/link-outside"), 404, NULL);
	tree_gives(OCTETS("/link-to-parent"), 404, NULL);
	tree_gives(OCTETS("/link-to-parent/"), 404, NULL);
	tree_gives(OCTETS("/link-to-parent/outside"), 404, NULL);
	tree_gives(OCTETS("/link-to-parent/root/ten.bin"), 404, NULL);
	tree_gives(OCTETS("/link-absolute"), 404, NULL);
}
END_TEST

/* S95, S98: "link" is a file, and what is beside it is none to be given. */
START_TEST(a_neighbour_is_a_file_of_the_tree_or_nothing)
{
	static const char *const suffixes[] = {"-outside", "-absolute", "-to-dir", "-missing"};
	struct tree_file neighbour;
	struct tree_file file;
	int root = tree_root();

	ck_assert_uint_eq(tree_open(root, OCTETS("/link"), &file), 200);
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		ck_assert_msg(!tree_open_neighbour(root, &file, suffixes[i], &neighbour), "%s",
			      suffixes[i]);
	ck_assert(tree_open_neighbour(root, &file, "", &neighbour));
	ck_assert_int_eq(neighbour.status.st_size, 10);
	close(neighbour.descriptor);
	memset(file.name, 'x', PATH_MAX - 2);
	file.name[PATH_MAX - 2] = '\0';
	ck_assert(!tree_open_neighbour(root, &file, ".gz", &neighbour));
	close(file.descriptor);
	close(root);
}
END_TEST

/* S84, S95, S8n, S8o */
START_TEST(what_is_no_file_is_not_found)
{
	static const char *const rests[] = {
		"/missing",      "/missing/",        "/missing/file", "/ten.bin/",
		"/ten.bin/file", "/noindex/",        "/strange/",     "/fifo",
		"/fifo/",        "/socket",          "/dangling",     "/loop",
		"/%74en.bin",    "/TEN.BIN",         "/ten.bin ",     "/",
		"/empty.txt.",   "/dir\\index.html", "/device",
	};

	for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++)
		tree_gives(octets_from(rests[i]), 404, NULL);
}
END_TEST

START_TEST(names_that_begin_with_a_dot_are_hidden)
{
	tree_gives(OCTETS("/.htaccess"), 404, NULL);
	tree_gives(OCTETS("/.hidden"), 404, NULL);
	tree_gives(OCTETS("/.hidden/"), 404, NULL);
	tree_gives(OCTETS("/.hidden/file"), 404, NULL);
	tree_gives(OCTETS("/dir/.htaccess"), 404, NULL);
}
END_TEST

/* The server passes none of these on; a tree does not depend on that. */
START_TEST(a_rest_that_is_not_normal_is_not_found)
{
	tree_gives(OCTETS("/../outside"), 404, NULL);
	tree_gives(OCTETS("/dir/../../outside"), 404, NULL);
	tree_gives(OCTETS("/dir/../ten.bin"), 404, NULL);
	tree_gives(OCTETS("/./ten.bin"), 404, NULL);
	tree_gives(OCTETS("//ten.bin"), 404, NULL);
	tree_gives(OCTETS("//etc/passwd"), 404, NULL);
	tree_gives(OCTETS("xten.bin"), 404, NULL);
	tree_gives(OCTETS("/ten.bin\0.html"), 404, NULL);
}
END_TEST

START_TEST(the_rest_need_not_end_with_a_nul)
{
	tree_gives((struct octets){.data = "/ten.binary", .length = 8}, 200, "0123456789");
}
END_TEST

START_TEST(a_rest_that_is_too_long_is_not_found)
{
	char rest[2 * PATH_MAX];

	memset(rest, 'a', sizeof(rest));
	rest[0] = '/';
	tree_gives((struct octets){.data = rest, .length = sizeof(rest)}, 404, NULL);
	for (size_t length = PATH_MAX - 16; length < PATH_MAX + 16; length++) {
		tree_gives((struct octets){.data = rest, .length = length}, 404, NULL);
		rest[length - 1] = '/';
		tree_gives((struct octets){.data = rest, .length = length}, 404, NULL);
		rest[length - 1] = 'a';
	}
}
END_TEST

/* Root may read everything. */
static void tree_become_nobody(void)
{
	if (geteuid() != 0)
		return;
	ck_assert_int_eq(setuid(65534), 0);
	/* The kernel takes this away, and the leak sanitizer needs it. */
	ck_assert_int_eq(prctl(PR_SET_DUMPABLE, 1), 0);
}

/* S96 */
START_TEST(a_file_that_may_not_be_read_is_forbidden)
{
	tree_become_nobody();
	tree_gives(OCTETS("/unreadable"), 403, NULL);
}
END_TEST

START_TEST(without_a_descriptor_left_the_service_is_unavailable)
{
	struct tree_file file;
	struct rlimit limit;
	int root = tree_root();
	int lowest = dup(root);

	close(lowest);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = (rlim_t)lowest;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_uint_eq(tree_open(root, OCTETS("/ten.bin"), &file), 503);
	close(root);
}
END_TEST

START_TEST(no_refusal_leaves_a_descriptor_open)
{
	static const char *const rests[] = {"", "/dir", "/strange/", "/fifo", "/link-outside"};
	struct tree_file file;
	int root = tree_root();
	int before = dup(root);

	close(before);
	for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
		int after;

		ck_assert_uint_ne(tree_open(root, octets_from(rests[i]), &file), 200);
		after = dup(root);
		close(after);
		ck_assert_msg(after == before, "'%s'", rests[i]);
	}
	close(root);
}
END_TEST

START_TEST(an_open_file_does_not_outlive_an_exec)
{
	struct tree_file file;
	int root = tree_root();

	ck_assert(fcntl(root, F_GETFD) & FD_CLOEXEC);
	ck_assert_uint_eq(tree_open(root, OCTETS("/ten.bin"), &file), 200);
	ck_assert(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC);
	close(file.descriptor);
	close(root);
}
END_TEST

static TCase *tree_names_case(void)
{
	TCase *tests = tcase_create("names");

	tcase_add_unchecked_fixture(tests, tree_fixture_setup, tree_fixture_teardown);
	tcase_add_test(tests, regular_files_are_opened);
	tcase_add_test(tests, a_directory_and_a_slash_is_its_index);
	tcase_add_test(tests, a_directory_without_a_slash_is_told_from_a_file);
	tcase_add_test(tests, links_that_stay_below_are_followed);
	tcase_add_test(tests, links_that_lead_out_are_not_found);
	tcase_add_test(tests, a_neighbour_is_a_file_of_the_tree_or_nothing);
	tcase_add_test(tests, what_is_no_file_is_not_found);
	tcase_add_test(tests, names_that_begin_with_a_dot_are_hidden);
	tcase_add_test(tests, a_rest_that_is_not_normal_is_not_found);
	tcase_add_test(tests, the_rest_need_not_end_with_a_nul);
	tcase_add_test(tests, a_rest_that_is_too_long_is_not_found);
	return tests;
}

static TCase *tree_system_case(void)
{
	TCase *tests = tcase_create("system");

	tcase_add_unchecked_fixture(tests, tree_fixture_setup, tree_fixture_teardown);
	tcase_add_test(tests, a_file_that_may_not_be_read_is_forbidden);
	tcase_add_test(tests, without_a_descriptor_left_the_service_is_unavailable);
	tcase_add_test(tests, no_refusal_leaves_a_descriptor_open);
	tcase_add_test(tests, an_open_file_does_not_outlive_an_exec);
	return tests;
}

Suite *tree_suite(void)
{
	Suite *suite = suite_create("tree");

	suite_add_tcase(suite, tree_names_case());
	suite_add_tcase(suite, tree_system_case());
	return suite;
}
