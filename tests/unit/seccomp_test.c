/* System calls that a server has no use for: denied to it, to its threads and to its programs. */
#include "daemon/seccomp.h"

#include "forked.h"

#include <check.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *seccomp_suite(void);

#define X32 0x40000000 /* the bit in the numbers of the other set of calls on x86-64 */

static void confine(void)
{
	struct error error;

	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_msg(seccomp_confine(&error), "%s", error.text);
}

static void run_confined(void (*act)(const void *argument), const char *expected)
{
	struct forked forked;

	forked_run(&forked, act, NULL);
	ck_assert_str_eq(forked.text, expected);
	ck_assert_int_eq(forked.status, 0);
}

static void say(const char *what, long result)
{
	printf("%s: %s\n", what, result >= 0 ? "done" : strerrorname_np(errno));
}

/* In a container there may be none already. */
static int clone3_reason(void)
{
	syscall(SYS_clone3, NULL, 0);
	return errno;
}

static void call(const void *argument)
{
	int reason = clone3_reason();

	(void)argument;
	confine();
	say("ptrace", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	say("unshare", unshare(CLONE_NEWUSER));
	say("setns", setns(-1, 0));
	say("chroot", chroot("/"));
	say("bpf", syscall(SYS_bpf, 0, NULL, 0));
	say("mount", syscall(SYS_mount, NULL, NULL, NULL, 0, NULL));
	say("x32 getpid", syscall(X32 + SYS_getpid));
	say("an unknown one", syscall(4095));
	printf("clone3: %s\n", clone3_reason() == reason ? "as before" : "not as before");
	say("getpid", getpid());
}

START_TEST(what_is_in_the_list_is_not_permitted_and_the_rest_is)
{
	run_confined(call, "ptrace: EPERM\n"
			   "unshare: EPERM\n"
			   "setns: EPERM\n"
			   "chroot: EPERM\n"
			   "bpf: EPERM\n"
			   "mount: EPERM\n"
			   "x32 getpid: EPERM\n"
			   "an unknown one: ENOSYS\n"
			   "clone3: as before\n"
			   "getpid: done\n");
}
END_TEST

#ifdef __x86_64__
/* As a 32-bit program calls it: getpid is 20 there. */
static void call_as_32_bit(const void *argument)
{
	long result = 20;

	(void)argument;
	confine();
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
	printf("%s\n", strerrorname_np((int)-result));
}

START_TEST(another_architecture_is_not_permitted)
{
	run_confined(call_as_32_bit, "EPERM\n");
}
END_TEST
#endif

static void *look_at_thread(void *unused)
{
	char line[256];
	FILE *status = fopen("/proc/thread-self/status", "re");

	ck_assert_ptr_nonnull(status);
	while (fgets(line, sizeof(line), status))
		if (strncmp(line, "Seccomp:", 8) == 0)
			fputs(line, stdout);
	fclose(status);
	return unused;
}

static void run_others(const void *argument)
{
	pthread_t thread;

	(void)argument;
	confine();
	ck_assert_int_eq(pthread_create(&thread, NULL, look_at_thread, NULL), 0);
	pthread_join(thread, NULL);
	fflush(stdout);
	printf("status %d\n",
	       WEXITSTATUS(system("grep ^Seccomp: /proc/self/status && exec unshare -r true")));
}

START_TEST(threads_and_programs_are_confined_as_well)
{
	run_confined(run_others, "Seccomp:\t2\n"
				 "Seccomp:\t2\n"
				 "unshare: unshare failed: Operation not permitted\n"
				 "status 1\n");
}
END_TEST

/* As the filter of a systemd unit does: @system-service has no such call. */
static void deny_seccomp(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {.len = 4, .filter = filter};

	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

static void confine_under_supervisor(const void *argument)
{
	(void)argument;
	deny_seccomp();
	say("seccomp", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, NULL));
	confine();
	say("unshare", unshare(CLONE_NEWUSER));
}

START_TEST(the_filter_of_a_supervisor_does_not_prevent_ours)
{
	run_confined(confine_under_supervisor, "seccomp: EPERM\n"
					       "unshare: EPERM\n");
}
END_TEST

Suite *seccomp_suite(void)
{
	Suite *suite = suite_create("seccomp");
	TCase *tests = tcase_create("seccomp");

	tcase_add_test(tests, what_is_in_the_list_is_not_permitted_and_the_rest_is);
#ifdef __x86_64__
	tcase_add_test(tests, another_architecture_is_not_permitted);
#endif
	tcase_add_test(tests, threads_and_programs_are_confined_as_well);
	tcase_add_test(tests, the_filter_of_a_supervisor_does_not_prevent_ours);
	suite_add_tcase(suite, tests);
	return suite;
}
