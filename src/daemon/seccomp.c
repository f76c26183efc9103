/*
 * Denies system calls by a list. What is not in it is allowed, calls of kernels to come as well: a
 * list of what is needed belongs into the unit, where it changes with the C library.
 */
#include "daemon/seccomp.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* On others it does not compile until theirs is added. */
#if defined(__x86_64__)
#define SECCOMP_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define SECCOMP_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define SECCOMP_X32 0x40000000 /* from here on: the same calls by other numbers, on x86-64 */

#define SECCOMP_LOAD(field)         BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define SECCOMP_DENY                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define SECCOMP_DENY_IF(how, value) BPF_JUMP(BPF_JMP | (how) | BPF_K, (value), 0, 1), SECCOMP_DENY
#define SECCOMP_DENY_CALL(name)     SECCOMP_DENY_IF(BPF_JEQ, SYS_##name)

/* clone3() is not among them: what it is to do stands in memory, where no filter looks, and C
 * libraries take EPERM for the end of all threads. */
static const struct sock_filter seccomp_program[] = {
	SECCOMP_LOAD(arch),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SECCOMP_ARCHITECTURE, 1, 0),
	SECCOMP_DENY,
	SECCOMP_LOAD(nr),
	SECCOMP_DENY_IF(BPF_JGE, SECCOMP_X32),

	/* Into other processes. */
	SECCOMP_DENY_CALL(ptrace),
	SECCOMP_DENY_CALL(process_vm_readv),
	SECCOMP_DENY_CALL(process_vm_writev),
	SECCOMP_DENY_CALL(pidfd_getfd),
	SECCOMP_DENY_CALL(kcmp),

	/* Out of the file system that we see, and past its permissions. */
	SECCOMP_DENY_CALL(chroot),
	SECCOMP_DENY_CALL(pivot_root),
	SECCOMP_DENY_CALL(mount),
	SECCOMP_DENY_CALL(umount2),
	SECCOMP_DENY_CALL(mount_setattr),
	SECCOMP_DENY_CALL(move_mount),
	SECCOMP_DENY_CALL(open_tree),
	SECCOMP_DENY_CALL(fsopen),
	SECCOMP_DENY_CALL(fsconfig),
	SECCOMP_DENY_CALL(fsmount),
	SECCOMP_DENY_CALL(fspick),
	SECCOMP_DENY_CALL(open_by_handle_at),
	SECCOMP_DENY_CALL(unshare),
	SECCOMP_DENY_CALL(setns),

	/* Large parts of the kernel that a server has no use for. */
	SECCOMP_DENY_CALL(bpf),
	SECCOMP_DENY_CALL(perf_event_open),
	SECCOMP_DENY_CALL(userfaultfd),
	SECCOMP_DENY_CALL(io_uring_setup),
	SECCOMP_DENY_CALL(io_uring_enter),
	SECCOMP_DENY_CALL(io_uring_register),
	SECCOMP_DENY_CALL(add_key),
	SECCOMP_DENY_CALL(request_key),
	SECCOMP_DENY_CALL(keyctl),

	/* The machine itself. */
	SECCOMP_DENY_CALL(init_module),
	SECCOMP_DENY_CALL(finit_module),
	SECCOMP_DENY_CALL(delete_module),
	SECCOMP_DENY_CALL(kexec_load),
	SECCOMP_DENY_CALL(kexec_file_load),
	SECCOMP_DENY_CALL(reboot),
	SECCOMP_DENY_CALL(swapon),
	SECCOMP_DENY_CALL(swapoff),
	SECCOMP_DENY_CALL(quotactl),
	SECCOMP_DENY_CALL(quotactl_fd),
	SECCOMP_DENY_CALL(acct),
	SECCOMP_DENY_CALL(syslog), /* the kernel's log, not the C library's syslog() */
	SECCOMP_DENY_CALL(clock_settime),
	SECCOMP_DENY_CALL(settimeofday),
	SECCOMP_DENY_CALL(sethostname),
	SECCOMP_DENY_CALL(setdomainname),

	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

bool seccomp_confine(struct error *error)
{
	const struct sock_fprog program = {
		.len = sizeof(seccomp_program) / sizeof(seccomp_program[0]),
		.filter = (struct sock_filter *)seccomp_program,
	};

	/* Not by seccomp(2): systemd's @system-service has no such call. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0)
		return true;
	error_set(error, "cannot filter system calls: %s", strerror(errno));
	return false;
}
