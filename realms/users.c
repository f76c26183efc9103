/* Gives each user a tree of files of its own: the directory of its name. */
#include "directory.h"
#include "postern/container.h"
#include "postern/descriptor.h"
#include "postern/memory.h"
#include "postern/realm.h"
#include "share.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct users {
	struct realm realm;
	struct share share; /* with a directory for each user */
	bool create;        /* those that are missing */
	struct directory_options options;
};

/* The avatar of one login. It keeps its directory open: what happens to the name meanwhile leads
 * nobody into the tree of another user. */
struct home {
	struct avatar avatar;
	struct directory directory; /* its root is -1 when it is not needed any more */
};

static struct users *users_from(struct realm *realm)
{
	return container_of(realm, struct users, realm);
}

static struct home *users_home_from(struct avatar *avatar)
{
	return container_of(avatar, struct home, avatar);
}

static void users_respond(struct avatar *avatar, const struct request *request,
			  struct response *response)
{
	struct home *home = users_home_from(avatar);

	directory_respond(&home->directory, request, response);
	/* Before the answer is sent: a connection is reckoned to have one file open beside its
	 * socket. */
	descriptor_close(&home->directory.root);
}

static void users_logout(struct avatar *avatar)
{
	struct home *home = users_home_from(avatar);

	descriptor_close(&home->directory.root);
	free(home);
}

static const struct avatar_type users_avatar = {
	.respond = users_respond,
	.logout = users_logout,
};

static struct realm *users_create(struct arguments *arguments, struct error *error)
{
	struct users *users = memory_take(1, sizeof(*users));

	if (arguments_choice(arguments, "create", &users->create, error) &&
	    directory_options_take(&users->options, arguments, error) &&
	    share_take(&users->share, arguments, error))
		return &users->realm;
	free(users);
	return NULL;
}

static bool users_start(struct realm *realm, const char *root, struct error *error)
{
	struct users *users = users_from(realm);

	directory_options_start(&users->options, realm->commons);
	if (!share_open(&users->share, root, error))
		return false;
	if (!users->create || realm->only_reads ||
	    faccessat(users->share.root, ".", W_OK | X_OK, AT_EACCESS) == 0)
		return true;
	error_set(error, "cannot write to '%s': %s", users->share.path, strerror(errno));
	return false;
}

static const char *users_writes(const struct realm *realm)
{
	const struct users *users = container_of(realm, const struct users, realm);

	return users->create ? users->share.path : NULL;
}

/* A name is one segment of a path, and not one that is hidden: ".", ".." and ".git" are none. */
static bool users_can_have_home(const struct avatar_id *avatar_id)
{
	return avatar_id->kind == AVATAR_ID_NAMED && avatar_id->name[0] != '.' &&
	       !memchr(avatar_id->name, '/', avatar_id->length) &&
	       !memchr(avatar_id->name, '\0', avatar_id->length);
}

/* Two logins may come at the same moment: both find what one has made. */
static unsigned int users_open(const struct users *users, const char *name, int *root)
{
	unsigned int answer = tree_open_child(users->share.root, name, root);

	if (answer == 200 || errno != ENOENT || !users->create)
		return answer;
	if (users->realm.only_reads) {
		/* It would be there. */
		*root = -1;
		return 200;
	}
	if (mkdirat(users->share.root, name, 0700) != 0 && errno != EEXIST)
		return 503;
	return tree_open_child(users->share.root, name, root);
}

static enum verdict users_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					 struct avatar **avatar, struct error *error)
{
	const struct users *users = users_from(realm);
	unsigned int answer;
	struct home *home;
	int root;

	if (!users_can_have_home(avatar_id)) {
		error_set(error, "nobody called '%s' can have a directory", avatar_id->name);
		return VERDICT_REFUSED;
	}
	answer = users_open(users, avatar_id->name, &root);
	if (answer != 200) {
		error_set(error, "cannot open the directory of '%s': %s", avatar_id->name,
			  strerror(errno));
		return answer == 503 ? VERDICT_UNAVAILABLE : VERDICT_REFUSED;
	}
	home = memory_take(1, sizeof(*home));
	*home = (struct home){
		.avatar.type = &users_avatar,
		.directory = {.options = &users->options, .root = root},
	};
	*avatar = &home->avatar;
	return VERDICT_GRANTED;
}

static void users_destroy(struct realm *realm)
{
	struct users *users = users_from(realm);

	share_close(&users->share);
	free(users);
}

static const char users_help[] =
	"Serves to each user the files below DIR/NAME, as 'files' does. It must be a\n"
	"directory and no link, and no link leads out of it. Who has none is denied,\n"
	"and so are anonymous clients and names that begin with a dot or hold a '/'.\n"
	"create=yes makes the directory at the first login, for the server's user alone\n"
	"(mode 0700). listing=yes shows directories.";

const struct realm_type realm_users = {
	.base = {.name = "users",
		 .usage = "DIR[:create=yes][:listing=yes]",
		 .summary = "a tree of files for each user",
		 .help = users_help},
	.create = users_create,
	.start = users_start,
	.writes = users_writes,
	.request_avatar = users_request_avatar,
	.destroy = users_destroy,
};
