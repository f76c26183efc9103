/* Who the daemon is to become, and that nothing leads back. */
#include "daemon/environment.h"
#include "daemon/identity.h"
#include "forked.h"
#include "scratch.h"

#include <check.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

Suite *identity_suite(void);

static const char users_text[] = "root:x:0:0::/root:/bin/sh\n"
				 "lt1:x:61001:61001::/nonexistent:/bin/false\n";
static const char groups_text[] = "root:x:0:\nlt1:x:61001:\nltx:x:61002:lt1\nlty:x:61003:lt1\n"
				  "ltz:x:61004:\n";

/* In a mount namespace of its own: users and groups of the test, and of nobody else. */
static bool see_own_users(void)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount(scratch_path("passwd"), "/etc/passwd", NULL, MS_BIND, NULL) == 0 &&
	       mount(scratch_path("group"), "/etc/group", NULL, MS_BIND, NULL) == 0;
}

static void setup(void)
{
	scratch_setup();
	scratch_write("passwd", octets_from(users_text));
	scratch_write("group", octets_from(groups_text));
}

/* What a process of its own does, in this order. */
struct plan {
	const char *label;
	uid_t from; /* who it is before */
	const char *user, *group;
	void (*prepare)(void); /* after resolving */
	void (*report)(void);  /* after assuming; NULL: stop before that */
	int status;
	const char *text;
};

static void become_at_first(uid_t uid)
{
	if (!see_own_users())
		abort();
	if (uid != 0 && (setgroups(1, (gid_t[]){61002}) != 0 || setresgid(uid, uid, uid) != 0 ||
			 setresuid(uid, uid, uid) != 0))
		abort();
}

static void show(const struct identity *identity)
{
	printf("%s%u %u %s:", identity->changes ? "" : "stays ", identity->uid, identity->gid,
	       identity->name);
	for (size_t i = 0; i < identity->group_count; i++)
		printf(" %u", identity->groups[i]);
}

static void run(const void *argument)
{
	const struct plan *plan = argument;
	struct identity identity;
	struct error error;
	int status;

	become_at_first(plan->from);
	status = identity_resolve(plan->user, plan->group, &identity, &error);
	if (status == EX_OK && !plan->report)
		show(&identity);
	if (status == EX_OK && plan->prepare)
		plan->prepare();
	if (status == EX_OK && plan->report)
		status = identity_assume(&identity, &error);
	if (status == EX_OK && plan->report)
		plan->report();
	if (status != EX_OK)
		printf("%s", error.text);
	fflush(stdout);
	identity_finish(&identity);
	_exit(status);
}

static void check_plan(const struct plan *plan)
{
	struct forked forked;

	forked_run(&forked, run, plan);
	ck_assert_msg(forked.status == plan->status && strcmp(forked.text, plan->text) == 0,
		      "%s: %d '%s' instead of %d '%s'", plan->label, forked.status, forked.text,
		      plan->status, plan->text);
}

static const struct plan resolve_plans[] = {
	{"3: a user has the groups of the database", 0, "lt1", NULL, NULL, NULL, EX_OK,
	 "61001 61001 lt1: 61001 61002 61003"},
	{"4: another group is one more", 0, "lt1", "ltz", NULL, NULL, EX_OK,
	 "61001 61004 lt1: 61001 61002 61003 61004"},
	{"4: one that the user has", 0, "lt1", "ltx", NULL, NULL, EX_OK,
	 "61001 61002 lt1: 61001 61002 61003"},
	{"a number is the user with that number", 0, "61001", NULL, NULL, NULL, EX_OK,
	 "61001 61001 lt1: 61001 61002 61003"},
	{"5: a number without an entry has no group", 0, "61999", NULL, NULL, NULL, EX_NOUSER,
	 "--uid: user 61999 has no entry, so no group (give --gid, too)"},
	{"5: but the one that is given", 0, "61999", "61999", NULL, NULL, EX_OK,
	 "61999 61999 61999: 61999"},
	{"31: no such user", 0, "nosuch", NULL, NULL, NULL, EX_NOUSER,
	 "--uid: no such user 'nosuch'"},
	{"31: no such group", 0, "lt1", "nosuch", NULL, NULL, EX_NOUSER,
	 "--gid: no such group 'nosuch'"},
	{"31: no name", 0, "", NULL, NULL, NULL, EX_NOUSER, "--uid: no such user ''"},
	{"31: a negative number is a name", 0, "-1", NULL, NULL, NULL, EX_NOUSER,
	 "--uid: no such user '-1'"},
	{"31: a number that means 'unchanged' is nobody", 0, "4294967295", "0", NULL, NULL,
	 EX_NOUSER, "--uid: no such user '4294967295'"},
	{"31: a number that would be root's if it were cut", 0, "18446744073709551616", "0", NULL,
	 NULL, EX_NOUSER, "--uid: no such user '18446744073709551616'"},
	{"31: the same of groups", 0, NULL, "4294967296", NULL, NULL, EX_NOUSER,
	 "--gid: no such group '4294967296'"},
	{"only a group", 0, NULL, "ltx", NULL, NULL, EX_OK, "0 61002 root: 61002"},
	{"nothing is asked for", 61001, NULL, NULL, NULL, NULL, EX_OK,
	 "stays 61001 61001 lt1: 61002 61001"},
	{"32: not root, another user", 61001, "root", NULL, NULL, NULL, EX_NOPERM,
	 "--uid=root needs root (running as uid 61001)"},
	{"32: not root, another group", 61001, NULL, "ltx", NULL, NULL, EX_NOPERM,
	 "--gid=ltx needs root (running as uid 61001)"},
	{"not root, but already the one", 61001, "lt1", NULL, NULL, NULL, EX_OK,
	 "stays 61001 61001 lt1: 61002 61001"},
	{"nobody has an entry for us", 61998, NULL, NULL, NULL, NULL, EX_OK,
	 "stays 61998 61998 61998: 61002 61998"},
};

START_TEST(users_and_groups_are_found)
{
	check_plan(&resolve_plans[_i]);
}
END_TEST

static void report_process(void)
{
	static const char *const fields[] = {
		"Uid:",    "Gid:",    "Groups:", "CapInh:",    "CapPrm:",
		"CapEff:", "CapBnd:", "CapAmb:", "NoNewPrivs:"};
	char line[256];
	FILE *status = fopen("/proc/self/status", "re");

	while (fgets(line, sizeof(line), status))
		for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
			if (strncmp(line, fields[i], strlen(fields[i])) == 0)
				printf("%s", line);
	printf("Dumpable: %d\n", prctl(PR_GET_DUMPABLE));
}

#define NOTHING_LEFT                                                                               \
	"CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"        \
	"CapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nDumpable: 0\n"
#define LT1_IDS                                                                                    \
	"Uid:\t61001\t61001\t61001\t61001\nGid:\t61001\t61001\t61001\t61001\n"                     \
	"Groups:\t61001 61002 61003 \n"

static void enter_empty_root(void)
{
	struct error error;

	/* Nothing is there but what the report needs. */
	if (chmod(scratch_directory(), 0755) != 0 || mkdir(scratch_path("proc"), 0755) != 0 ||
	    mount("proc", scratch_path("proc"), "proc", 0, NULL) != 0 ||
	    environment_chroot(scratch_directory(), &error) != EX_OK)
		abort();
}

/* With the first of these bits, setresuid() takes no capability away. */
static void fix_nothing(void)
{
	if (prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP) != 0)
		abort();
}

static void make_inheritable(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct word[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, word) != 0)
		abort();
	word[0].inheritable = CAP_TO_MASK(CAP_NET_BIND_SERVICE);
	if (syscall(SYS_capset, &header, word) != 0 ||
	    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_BIND_SERVICE, 0, 0) != 0)
		abort();
}

static const struct plan assume_plans[] = {
	{"3, 21: a user", 0, "lt1", NULL, NULL, report_process, EX_OK, LT1_IDS NOTHING_LEFT},
	{"4: a user and a group", 0, "lt1", "ltz", NULL, report_process, EX_OK,
	 "Uid:\t61001\t61001\t61001\t61001\nGid:\t61004\t61004\t61004\t61004\n"
	 "Groups:\t61001 61002 61003 61004 \n" NOTHING_LEFT},
	{"5: numbers that nobody knows", 0, "61999", "61999", NULL, report_process, EX_OK,
	 "Uid:\t61999\t61999\t61999\t61999\nGid:\t61999\t61999\t61999\t61999\n"
	 "Groups:\t61999 \n" NOTHING_LEFT},
	{"108: where there are no users and groups", 0, "lt1", NULL, enter_empty_root,
	 report_process, EX_OK, LT1_IDS NOTHING_LEFT},
	{"securebits that keep capabilities", 0, "lt1", NULL, fix_nothing, report_process, EX_OK,
	 LT1_IDS NOTHING_LEFT},
	{"capabilities that are inherited", 0, "lt1", NULL, make_inheritable, report_process, EX_OK,
	 LT1_IDS NOTHING_LEFT},
};

/* LIGHTTPD-2725 */
START_TEST(a_process_becomes_the_user_and_keeps_nothing)
{
	check_plan(&assume_plans[_i]);
}
END_TEST

static void report_attempts(void)
{
	printf("%d %d %d %d %d %d", setuid(0), seteuid(0), setresuid((uid_t)-1, 0, (uid_t)-1),
	       setgid(0), setresgid((gid_t)-1, 0, (gid_t)-1), setgroups(1, (gid_t[]){0}));
}

START_TEST(nothing_leads_back)
{
	static const struct plan plans[] = {
		{"to root", 0, "lt1", NULL, NULL, report_attempts, EX_OK, "-1 -1 -1 -1 -1 -1"},
		{"to the group, when only that has changed", 0, NULL, "ltx", NULL, report_attempts,
		 EX_OK, "0 0 0 -1 -1 -1"},
	};

	check_plan(&plans[_i]);
}
END_TEST

static void report_ability(void)
{
	printf("%d %d %d %d", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), prctl(PR_GET_DUMPABLE),
	       prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_NET_BIND_SERVICE, 0, 0),
	       chroot("/"));
}

START_TEST(who_stays_gives_up_what_needs_no_root)
{
	static const struct plan plans[] = {
		{"140: not root", 61001, NULL, NULL, NULL, report_ability, EX_OK, "1 0 0 -1"},
		{"root", 0, NULL, NULL, make_inheritable, report_ability, EX_OK, "1 0 0 0"},
	};

	check_plan(&plans[_i]);
}
END_TEST

/* A system call that does nothing, and returns that errno, or success. */
struct lie {
	const char *label;
	long call;
	int zero_at; /* only where this argument is 0; -1: always */
	unsigned int returned;
	int status;
	const char *text;
};

static const struct lie lies[] = {
	{"groups stay", SYS_setgroups, -1, 0, EX_SOFTWARE,
	 "lt1: the supplementary groups are not those of the user after the switch, refusing to "
	 "run"},
	{"gid stays", SYS_setresgid, -1, 0, EX_SOFTWARE,
	 "lt1: not all user and group ids have changed after the switch, refusing to run"},
	{"uid stays", SYS_setresuid, -1, 0, EX_SOFTWARE,
	 "lt1: not all user and group ids have changed after the switch, refusing to run"},
	{"capabilities stay", SYS_capset, -1, 0, EX_SOFTWARE,
	 "lt1: capabilities are left after the switch, refusing to run"},
	{"setuid(0) succeeds", SYS_setuid, 0, 0, EX_SOFTWARE,
	 "lt1: could regain uid 0 or gid 0 after the switch, refusing to run"},
	{"setresuid(-1, 0, -1) succeeds", SYS_setresuid, 1, 0, EX_SOFTWARE,
	 "lt1: could regain uid 0 or gid 0 after the switch, refusing to run"},
	{"setresgid(-1, 0, -1) succeeds", SYS_setresgid, 1, 0, EX_SOFTWARE,
	 "lt1: could regain uid 0 or gid 0 after the switch, refusing to run"},
	{"groups are refused", SYS_setgroups, -1, EPERM, EX_NOPERM,
	 "setgroups: Operation not permitted"},
	{"gid is refused", SYS_setresgid, -1, EPERM, EX_NOPERM,
	 "setresgid(61001): Operation not permitted"},
	{"uid is refused", SYS_setresuid, -1, EPERM, EX_NOPERM,
	 "setresuid(61001): Operation not permitted"},
	{"capset is refused", SYS_capset, -1, EPERM, EX_NOPERM, "capset: Operation not permitted"},
};

static const struct lie *current_lie;

static void tell_lies(void)
{
	const struct lie *lie = current_lie;
	uint32_t argument = offsetof(struct seccomp_data, args) + 8 * (uint32_t)lie->zero_at;
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)lie->call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | lie->returned),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]), .filter = filter};

	make_inheritable();
	if (lie->zero_at < 0)
		filter[2] = filter[4];
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		abort();
}

static void report_success(void)
{
	printf("assumed");
}

/* CVE-2013-4559 */
START_TEST(a_switch_that_fails_or_only_seems_to_succeed_is_noticed)
{
	const struct plan plan = {
		.label = lies[_i].label,
		.user = "lt1",
		.prepare = tell_lies,
		.report = report_success,
		.status = lies[_i].status,
		.text = lies[_i].text,
	};

	current_lie = &lies[_i];
	check_plan(&plan);
}
END_TEST

static bool can_see_own_users(void)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(unshare(CLONE_NEWNS) == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
	return waitpid(child, &status, 0) == child && status == 0;
}

START_TEST(without_a_wish_nothing_changes)
{
	struct identity identity;
	struct error error;

	ck_assert_int_eq(identity_resolve(NULL, NULL, &identity, &error), EX_OK);
	ck_assert(!identity.changes);
	ck_assert_uint_eq(identity.uid, geteuid());
	ck_assert_uint_eq(identity.gid, getegid());
	identity_finish(&identity);
	ck_assert_ptr_null(identity.groups);
}
END_TEST

#define ROWS(table) ((int)(sizeof(table) / sizeof((table)[0])))

Suite *identity_suite(void)
{
	Suite *suite = suite_create("identity");
	TCase *tcase = tcase_create("identity");

	/* A thread of a sanitizer's would have to change its user as well. */
	tcase_set_tags(tcase, "one-thread");

	tcase_add_checked_fixture(tcase, setup, scratch_teardown);
	tcase_add_test(tcase, without_a_wish_nothing_changes);
	if (can_see_own_users()) {
		tcase_add_loop_test(tcase, users_and_groups_are_found, 0, ROWS(resolve_plans));
		tcase_add_loop_test(tcase, a_process_becomes_the_user_and_keeps_nothing, 0,
				    ROWS(assume_plans));
		tcase_add_loop_test(tcase, nothing_leads_back, 0, 2);
		tcase_add_loop_test(tcase, who_stays_gives_up_what_needs_no_root, 0, 2);
		tcase_add_loop_test(tcase, a_switch_that_fails_or_only_seems_to_succeed_is_noticed,
				    0, ROWS(lies));
	} else {
		puts("identity: most tests left out: only root can have users of its own");
	}
	suite_add_tcase(suite, tcase);
	return suite;
}
