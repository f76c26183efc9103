/* Collects where the server still has to write, and gives up the rest. */
#include "application/confine.h"

#include "daemon/landlock.h"
#include "daemon/seccomp.h"
#include "postern/root.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* What is done with each path at which a plug-in writes. False with the error set. */
typedef bool confine_visit(struct places *places, const char *path, struct error *error);

static bool confine_is_directory(const char *path)
{
	int descriptor = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (descriptor >= 0)
		close(descriptor);
	return descriptor >= 0;
}

static bool confine_fail(const struct description *description, const struct setting *setting,
			 struct error *error)
{
	description_locate_setting(description, setting, "writable", "--writable", error);
	return false;
}

bool confine_check(const struct description *description, struct error *error)
{
	for (size_t i = 0; i < description->writable.count; i++) {
		const struct setting *setting = &description->writable.items[i];

		if (confine_is_directory(setting->text))
			continue;
		error_set(error, "cannot open '%s': %s", setting->text, strerror(errno));
		return confine_fail(description, setting, error);
	}
	return true;
}

static bool confine_add(struct places *places, const char *path, struct error *error)
{
	if (places_add(places, path, PLACE_WRITE))
		return true;
	error_set(error, "cannot write at '%s': %s", path, strerror(errno));
	return false;
}

static bool confine_find(struct places *places, const char *path, struct error *error)
{
	if (places_hold(places, path))
		return true;
	error_set(error,
		  "cannot write at '%s' (no new directory can be written to, restart instead)",
		  path);
	return false;
}

static bool confine_walk_portal(const struct portal *portal, confine_visit *visit,
				struct places *places, struct error *error)
{
	const struct realm *realm = portal_realm(portal);
	const char *path;

	for (size_t i = 0; i < portal_checker_count(portal); i++) {
		const struct checker *checker = portal_checker(portal, i);

		path = checker_writes(checker);
		if (path && !visit(places, path, error)) {
			error_prefix(error, "checker '%s'", checker->type->base.name);
			return false;
		}
	}
	path = realm_writes(realm);
	if (!path || visit(places, path, error))
		return true;
	error_prefix(error, "realm '%s'", realm->type->base.name);
	return false;
}

static bool confine_walk(const struct application *application, confine_visit *visit,
			 struct places *places, struct error *error)
{
	for (size_t i = 0; i < application->guard_count; i++) {
		const struct guard *guard = application->guards[i];

		if (!confine_walk_portal(guard->portal, visit, places, error)) {
			error_prefix(error, "portal '%s'", guard_path(guard));
			return false;
		}
	}
	return true;
}

bool confine_allows(struct places *places, const struct application *application,
		    struct error *error)
{
	return confine_walk(application, confine_find, places, error);
}

static bool confine_add_named(const struct description *description, const char *root,
			      struct places *places, struct error *error)
{
	for (size_t i = 0; i < description->writable.count; i++) {
		const struct setting *setting = &description->writable.items[i];
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s", setting->text);
		if (!root_enter(root, path, error) || !confine_add(places, path, error))
			return confine_fail(description, setting, error);
	}
	return true;
}

/* Sockets are removed in the end. What this user cannot find it could not remove either. */
static void confine_add_sockets(const struct application *application, struct places *places)
{
	for (size_t i = 0; i < application->listener_count; i++) {
		const char *path = listener_path(application->listeners[i]);

		if (path)
			places_add(places, path, PLACE_REMOVE);
	}
}

int confine_enter(struct application *application, const char *root, struct error *error)
{
	struct places *places = &application->writable;

	if (!confine_walk(application, confine_add, places, error) ||
	    !confine_add_named(application->description, root, places, error))
		return EX_CONFIG;
	confine_add_sockets(application, places);
	/* Then the process writes wherever its user may. */
	if (!landlock_confine(places))
		places_add(places, "/", PLACE_WRITE);
	return seccomp_confine(error) ? EX_OK : EX_OSERR;
}
