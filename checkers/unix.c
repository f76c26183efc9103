/* Checks against the accounts of the system: passwd(5), shadow(5) and group(5). */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/password.h"
#include "unix_entry.h"
#include "unix_files.h"

#include <stdlib.h>
#include <time.h>

#define UNIX_DAY (24 * 60 * 60) /* seconds */

struct unix_checker {
	struct checker base;
	struct unix_files files;
	bool root; /* may log in */
	struct stand_in stand_in;
};

struct unix_account {
	const struct line *line; /* of shadow */
	struct unix_passwd passwd;
	struct unix_shadow shadow;
};

static struct unix_checker *unix_from(struct checker *checker)
{
	return container_of(checker, struct unix_checker, base);
}

static void unix_destroy(struct checker *checker)
{
	unix_files_finish(&unix_from(checker)->files);
	free(unix_from(checker));
}

static struct checker *unix_create(struct arguments *arguments, struct error *error)
{
	struct unix_checker *checker = memory_take(1, sizeof(*checker));

	stand_in_init(&checker->stand_in);
	if (arguments_choice(arguments, "root", &checker->root, error) &&
	    unix_files_init(&checker->files, arguments, error))
		return &checker->base;
	unix_destroy(&checker->base);
	return NULL;
}

static bool unix_start(struct checker *checker, const char *root, struct error *error)
{
	return unix_files_start(&unix_from(checker)->files, root, error);
}

static bool unix_census(const struct checker *checker, struct census *census, struct error *error)
{
	return unix_files_census(&container_of(checker, const struct unix_checker, base)->files,
				 census, error);
}

static unsigned int unix_today(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (unsigned int)(now.tv_sec / UNIX_DAY);
}

/* With a day ends a password, and what is remembered of it. */
static uint64_t unix_generation(struct checker *checker, struct octets username,
				const struct caller *caller)
{
	(void)username;
	return unix_files_generation(&unix_from(checker)->files, caller) + unix_today();
}

/* Why nobody logs in by that name, in words; NULL with the account. */
static const char *unix_find(const struct unix_checker *checker, const struct unix_tables *tables,
			     struct credentials *credentials, struct unix_account *account)
{
	const struct line key = {.name = credentials->username, .realm = OCTETS("")};
	const struct line *passwd = line_table_find(tables->tables[UNIX_PASSWD], &key);

	account->line = line_table_find(tables->tables[UNIX_SHADOW], &key);
	if (!passwd || !account->line)
		return "unknown user";
	credentials->known = true;
	if (passwd->ambiguous || account->line->ambiguous)
		return "user stands there twice";
	if (!unix_passwd_read(passwd->secret, &account->passwd) ||
	    !unix_shadow_read(account->line->secret, &account->shadow))
		return "malformed line";
	if (account->passwd.uid == 0 && !checker->root)
		return "root may not log in";
	return unix_shadow_lock(&account->shadow);
}

/* Half of them would be none of them: a realm may ask for the other half. */
static bool unix_add_groups(const struct line_table *groups, const struct unix_account *account,
			    struct avatar_id *avatar_id)
{
	for (size_t i = 0; i < groups->count; i++) {
		const struct line *line = &groups->lines[i];
		struct unix_group group;

		if (line->ambiguous || !unix_group_read(line->secret, &group) ||
		    (group.gid != account->passwd.gid &&
		     !unix_group_has(&group, account->line->name)))
			continue;
		if (!avatar_id_add_group(avatar_id, line->name))
			return false;
	}
	return true;
}

/* Why it is not granted, in words; NULL: it is. */
static const char *unix_log_in(const struct unix_checker *checker, const struct unix_tables *tables,
			       struct credentials *credentials, const struct caller *caller,
			       struct avatar_id *avatar_id)
{
	struct unix_account account;
	const char *bar = unix_find(checker, tables, credentials, &account);
	const struct octets password = credentials_password(credentials);
	enum password_match match;

	if (bar) {
		/* Whoever cannot log in costs a slow hash as well, of a kind that the file has. */
		password_pretend(password,
				 unix_shadow_stand_in(tables->tables[UNIX_SHADOW],
						      &checker->stand_in, credentials->username),
				 caller->budget);
		return bar;
	}
	bar = unix_shadow_end(&account.shadow, unix_today());
	if (bar) {
		password_pretend(password, account.shadow.hash, caller->budget);
		return bar;
	}
	match = password_verify(password, account.shadow.hash, caller->budget);
	if (match != PASSWORD_RIGHT)
		return match == PASSWORD_WRONG ? "wrong password" : "hash cannot be computed";
	if (!avatar_id_set(avatar_id, account.line->name) ||
	    !unix_add_groups(tables->tables[UNIX_GROUP], &account, avatar_id))
		return "name or groups are too long";
	return NULL;
}

static enum verdict unix_request_avatar_id(struct checker *checker, struct credentials *credentials,
					   const struct caller *caller, struct avatar_id *avatar_id,
					   struct error *error)
{
	struct unix_tables tables;
	const char *bar;

	if (!caller->may_block)
		return VERDICT_LATER;
	if (!unix_files_look(&unix_from(checker)->files, caller, &tables, error))
		return VERDICT_UNAVAILABLE;
	bar = unix_log_in(unix_from(checker), &tables, credentials, caller, avatar_id);
	if (!bar)
		return VERDICT_GRANTED;
	error_set(error, "%s", bar);
	return VERDICT_REFUSED;
}

static const char unix_help[] =
	"Who has a password in /etc/shadow, unless account or password is locked or has\n"
	"expired. Root only with root=yes. The shell makes no difference. A change counts\n"
	"from the next request: the server's user must be able to read /etc/shadow then,\n"
	"by being in the group that may. passwd=PATH, shadow=PATH and group=PATH are\n"
	"other files. Realms know the groups.";

const struct checker_type checker_unix = {
	.base = {.name = "unix",
		 .usage = "[root=yes]",
		 .summary = "the accounts of the system, by /etc/passwd and /etc/shadow",
		 .help = unix_help},
	.interfaces = IUSERNAME_PASSWORD,
	.remembered = true,
	.grouped = true,
	.create = unix_create,
	.start = unix_start,
	.request_avatar_id = unix_request_avatar_id,
	.generation = unix_generation,
	.census = unix_census,
	.destroy = unix_destroy,
};
