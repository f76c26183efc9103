/* Finds out who the daemon is to become, becomes it, and makes sure that nothing leads back. */
#include "daemon/identity.h"

#include "postern/memory.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sysexits.h>
#include <unistd.h>

/* (uid_t)-1 and (gid_t)-1: to the kernel nobody's number. */
#define IDENTITY_UNCHANGED UINT32_MAX

/* False: `text` is a name. A number that cannot be one becomes IDENTITY_UNCHANGED. */
static bool identity_parse_number(const char *text, id_t *number)
{
	unsigned long long value;

	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
		return false;
	value = strtoull(text, NULL, 10);
	*number = value < IDENTITY_UNCHANGED ? (id_t)value : IDENTITY_UNCHANGED;
	return true;
}

static int identity_fail_lookup(const char *option, const char *kind, const char *name,
				struct error *error)
{
	if (errno == 0 || errno == ENOENT || errno == ESRCH)
		error_set(error, "%s: no such %s '%s'", option, kind, name);
	else
		error_set(error, "%s: cannot look up the %s '%s': %s", option, kind, name,
			  strerror(errno));
	return EX_NOUSER;
}

static void identity_make_room(struct identity *identity, size_t count)
{
	identity->groups = memory_grow(identity->groups, count, sizeof(identity->groups[0]));
}

static bool identity_has_group(const struct identity *identity, gid_t group)
{
	for (size_t i = 0; i < identity->group_count; i++)
		if (identity->groups[i] == group)
			return true;
	return false;
}

static void identity_add_group(struct identity *identity, gid_t group)
{
	if (identity_has_group(identity, group))
		return;
	identity_make_room(identity, identity->group_count + 1);
	identity->groups[identity->group_count++] = group;
}

static void identity_set_name(struct identity *identity, const struct passwd *entry)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", identity->uid);
	identity->name = memory_copy_text(octets_from(entry ? entry->pw_name : number));
}

/* Those of the group database, and the primary one. */
static void identity_list_groups(struct identity *identity, const struct passwd *entry)
{
	int count = 16;

	identity_make_room(identity, (size_t)count);
	while (getgrouplist(entry->pw_name, entry->pw_gid, identity->groups, &count) < 0)
		identity_make_room(identity, (size_t)count);
	identity->group_count = (size_t)count;
}

static int identity_take_user(struct identity *identity, const char *user, bool has_group,
			      struct error *error)
{
	const struct passwd *entry;
	bool is_number = identity_parse_number(user, &identity->uid);

	errno = 0;
	entry = is_number ? getpwuid(identity->uid) : getpwnam(user);
	if (!entry && (!is_number || identity->uid == IDENTITY_UNCHANGED))
		return identity_fail_lookup("--uid", "user", user, error);
	if (!entry && !has_group) {
		error_set(error, "--uid: user %s has no entry, so no group (give --gid, too)",
			  user);
		return EX_NOUSER;
	}
	identity_set_name(identity, entry);
	if (entry) {
		identity->uid = entry->pw_uid;
		identity->gid = entry->pw_gid;
		identity_list_groups(identity, entry);
	}
	return EX_OK;
}

static int identity_take_group(struct identity *identity, const char *group, struct error *error)
{
	const struct group *entry;

	if (identity_parse_number(group, &identity->gid)) {
		errno = 0;
		return identity->gid != IDENTITY_UNCHANGED
			       ? EX_OK
			       : identity_fail_lookup("--gid", "group", group, error);
	}
	errno = 0;
	entry = getgrnam(group);
	if (!entry)
		return identity_fail_lookup("--gid", "group", group, error);
	identity->gid = entry->gr_gid;
	return EX_OK;
}

/* The groups that this process has. */
static void identity_keep_groups(struct identity *identity)
{
	int count = getgroups(0, NULL);

	if (count > 0) {
		identity_make_room(identity, (size_t)count);
		count = getgroups(count, identity->groups);
	}
	identity->group_count = count > 0 ? (size_t)count : 0;
}

/* Whoever is not root may stay who he is, and nothing else. */
static int identity_check_permission(const struct identity *identity, const char *user,
				     const char *group, struct error *error)
{
	if (geteuid() == 0 || (identity->uid == geteuid() && identity->gid == getegid()))
		return EX_OK;
	error_set(error, "%s=%s needs root (running as uid %u)", user ? "--uid" : "--gid",
		  user ? user : group, geteuid());
	return EX_NOPERM;
}

static int identity_take(struct identity *identity, const char *user, const char *group,
			 struct error *error)
{
	int status = EX_OK;

	*identity = (struct identity){.uid = geteuid(), .gid = getegid()};
	if (user)
		status = identity_take_user(identity, user, group != NULL, error);
	else
		identity_set_name(identity, getpwuid(identity->uid));
	if (status == EX_OK && group)
		status = identity_take_group(identity, group, error);
	if (status == EX_OK)
		status = identity_check_permission(identity, user, group, error);
	return status;
}

int identity_resolve(const char *user, const char *group, struct identity *identity,
		     struct error *error)
{
	int status = identity_take(identity, user, group, error);

	if (status != EX_OK) {
		identity_finish(identity);
		return status;
	}
	identity->changes = geteuid() == 0 && (user || group);
	if (!identity->changes)
		identity_keep_groups(identity);
	identity_add_group(identity, identity->gid);
	return EX_OK;
}

void identity_finish(struct identity *identity)
{
	free(identity->groups);
	free(identity->name);
	*identity = (struct identity){0};
}

static bool identity_fail(struct error *error, const char *call)
{
	error_set(error, "%s: %s", call, strerror(errno));
	return false;
}

/* Before the switch: afterwards nobody may. */
static bool identity_drop_bounding_set(struct error *error)
{
	int held;

	for (int capability = 0; (held = prctl(PR_CAPBSET_READ, capability)) >= 0; capability++)
		if (held > 0 && prctl(PR_CAPBSET_DROP, capability) != 0) {
			error_set(error, "PR_CAPBSET_DROP(%d): %s (needs CAP_SETPCAP)", capability,
				  strerror(errno));
			return false;
		}
	return prctl(PR_SET_KEEPCAPS, 0) == 0 || identity_fail(error, "PR_SET_KEEPCAPS");
}

/* Not initgroups(): in a chroot it succeeds, and sets too few of them. The uid comes last, because
 * it takes the right to the others along. */
static bool identity_switch(const struct identity *identity, struct error *error)
{
	uid_t uid = identity->uid;
	gid_t gid = identity->gid;

	if (setgroups(identity->group_count, identity->groups) != 0)
		return identity_fail(error, "setgroups");
	if (setresgid(gid, gid, gid) != 0) {
		error_set(error, "setresgid(%u): %s", gid, strerror(errno));
		return false;
	}
	if (setresuid(uid, uid, uid) != 0) {
		error_set(error, "setresuid(%u): %s", uid, strerror(errno));
		return false;
	}
	return true;
}

/* The two words of a set of capabilities, as the kernel has them since version 3. */
struct identity_capabilities {
	struct __user_cap_data_struct word[_LINUX_CAPABILITY_U32S_3];
};

static bool identity_get_capabilities(struct identity_capabilities *capabilities)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};

	return syscall(SYS_capget, &header, capabilities->word) == 0;
}

static bool identity_set_capabilities(const struct identity_capabilities *capabilities)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};

	return syscall(SYS_capset, &header, capabilities->word) == 0;
}

/* Root who is to have another group keeps what root can do, but for the way back to the old one. */
static void identity_forbid_groups(struct identity_capabilities *capabilities)
{
	struct __user_cap_data_struct *word = &capabilities->word[CAP_TO_INDEX(CAP_SETGID)];

	word->effective &= ~CAP_TO_MASK(CAP_SETGID);
	word->permitted &= ~CAP_TO_MASK(CAP_SETGID);
	word->inheritable &= ~CAP_TO_MASK(CAP_SETGID);
}

/* setresuid() alone leaves the inheritable ones, and all of them under some securebits. */
static bool identity_drop_capabilities(const struct identity *identity, struct error *error)
{
	struct identity_capabilities capabilities = {0};

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0)
		return identity_fail(error, "PR_CAP_AMBIENT_CLEAR_ALL");
	if (identity->uid == 0) {
		if (!identity->changes || identity->gid == 0)
			return true;
		if (!identity_get_capabilities(&capabilities))
			return identity_fail(error, "capget");
		identity_forbid_groups(&capabilities);
	}
	return identity_set_capabilities(&capabilities) || identity_fail(error, "capset");
}

static bool identity_has_ids(const struct identity *identity)
{
	uid_t uid = identity->uid;
	gid_t gid = identity->gid;
	uid_t uids[3];
	gid_t gids[3];

	return getresuid(&uids[0], &uids[1], &uids[2]) == 0 &&
	       getresgid(&gids[0], &gids[1], &gids[2]) == 0 && uids[0] == uid && uids[1] == uid &&
	       uids[2] == uid && gids[0] == gid && gids[1] == gid && gids[2] == gid;
}

static bool identity_has_groups(const struct identity *identity)
{
	struct identity present = {0};
	bool equal;

	identity_keep_groups(&present);
	equal = present.group_count == identity->group_count;
	for (size_t i = 0; equal && i < present.group_count; i++)
		equal = identity_has_group(identity, present.groups[i]);
	identity_finish(&present);
	return equal;
}

static bool identity_has_capabilities(void)
{
	struct identity_capabilities capabilities;

	if (!identity_get_capabilities(&capabilities))
		return true;
	for (size_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
		if (capabilities.word[i].effective || capabilities.word[i].permitted ||
		    capabilities.word[i].inheritable)
			return true;
	return false;
}

/* Tries it: what counts is what the kernel would allow. */
static bool identity_can_return(const struct identity *identity)
{
	if (identity->uid != 0 && (setresuid((uid_t)-1, 0, (uid_t)-1) == 0 || setuid(0) == 0))
		return true;
	return identity->gid != 0 && setresgid((gid_t)-1, 0, (gid_t)-1) == 0;
}

static int identity_verify(const struct identity *identity, struct error *error)
{
	const char *doubt = NULL;

	if (!identity_has_ids(identity))
		doubt = "not all user and group ids have changed";
	else if (!identity_has_groups(identity))
		doubt = "the supplementary groups are not those of the user";
	else if (identity->uid != 0 && identity_has_capabilities())
		doubt = "capabilities are left";
	else if (identity_can_return(identity))
		doubt = "could regain uid 0 or gid 0";
	if (!doubt)
		return EX_OK;
	error_set(error, "%s: %s after the switch, refusing to run", identity->name, doubt);
	return EX_SOFTWARE;
}

static bool identity_give_up_rest(struct error *error)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return identity_fail(error, "PR_SET_NO_NEW_PRIVS");
	if (prctl(PR_SET_DUMPABLE, 0) != 0)
		return identity_fail(error, "PR_SET_DUMPABLE");
	return true;
}

int identity_assume(const struct identity *identity, struct error *error)
{
	int status = EX_OK;

	if (identity->changes &&
	    (!identity_drop_bounding_set(error) || !identity_switch(identity, error)))
		return EX_NOPERM;
	if (!identity_drop_capabilities(identity, error))
		return EX_NOPERM;
	if (identity->changes)
		status = identity_verify(identity, error);
	if (status != EX_OK)
		return status;
	return identity_give_up_rest(error) ? EX_OK : EX_NOPERM;
}
