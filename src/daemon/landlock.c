/* Asks the kernel's Landlock to keep this process from writing where it has no business. */
#include "daemon/landlock.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What the kernel's headers of Debian 12 do not have yet. */
#define LANDLOCK_TRUNCATE         (1ULL << 14) /* LANDLOCK_ACCESS_FS_TRUNCATE */
#define LANDLOCK_BIND_TCP         (1ULL << 0)  /* LANDLOCK_ACCESS_NET_BIND_TCP */
#define LANDLOCK_ABSTRACT_SOCKETS (1ULL << 0)  /* LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET */
#define LANDLOCK_SIGNALS          (1ULL << 1)  /* LANDLOCK_SCOPE_SIGNAL */

#define LANDLOCK_REMOVE (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define LANDLOCK_MAKE                                                                              \
	(LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |                              \
	 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                              \
	 LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |                            \
	 LANDLOCK_ACCESS_FS_MAKE_SYM)

/* What is forbidden where no rule allows it; the layout is the kernel's struct
 * landlock_ruleset_attr, of which an older one reads the beginning if the rest is 0. */
struct landlock_ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scopes;
};

/* Each version of the interface knows what the ones before it knew, and more. */
static const struct {
	int version;
	struct landlock_ruleset more;
} landlock_versions[] = {
	{1, {.files = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_REMOVE | LANDLOCK_MAKE}},
	{2, {.files = LANDLOCK_ACCESS_FS_REFER}},
	{3, {.files = LANDLOCK_TRUNCATE}},
	{4, {.network = LANDLOCK_BIND_TCP}},
	{6, {.scopes = LANDLOCK_ABSTRACT_SOCKETS | LANDLOCK_SIGNALS}},
};

static struct landlock_ruleset landlock_know(int version)
{
	struct landlock_ruleset known = {.files = 0};

	for (size_t i = 0; i < sizeof(landlock_versions) / sizeof(landlock_versions[0]); i++) {
		const struct landlock_ruleset *more = &landlock_versions[i].more;

		if (landlock_versions[i].version > version)
			break;
		known.files |= more->files;
		known.network |= more->network;
		known.scopes |= more->scopes;
	}
	return known;
}

/* What is not there needs no rule: a chroot may have no /dev/null. */
static bool landlock_allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = access};
	int result;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT;
	result = (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
	return result == 0;
}

static bool landlock_allow_all(int rules, uint64_t files, const struct places *places)
{
	bool allowed = landlock_allow(rules, "/dev/null",
				      files & (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_TRUNCATE));

	for (size_t i = 0; allowed && i < places->count; i++) {
		const struct place *place = &places->items[i];

		allowed = landlock_allow(
			rules, place->directory,
			place->use == PLACE_WRITE ? files : LANDLOCK_ACCESS_FS_REMOVE_FILE);
	}
	return allowed;
}

static bool landlock_enter(int version, const struct places *places)
{
	struct landlock_ruleset known = landlock_know(version);
	int rules = (int)syscall(SYS_landlock_create_ruleset, &known, sizeof(known), 0);
	bool entered;

	if (rules < 0)
		return false;
	entered = landlock_allow_all(rules, known.files, places) &&
		  syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return entered;
}

bool landlock_confine(const struct places *places)
{
	int version =
		(int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1) {
		log_line(LOG_LEVEL_DEBUG, "confine", "there is no Landlock: %m");
		return false;
	}
	if (!landlock_enter(version, places)) {
		log_line(LOG_LEVEL_WARNING, "confine", "cannot use Landlock: %m");
		return false;
	}
	log_line(LOG_LEVEL_DEBUG, "confine", "Landlock %d, %zu places to write", version,
		 places->count);
	return true;
}
