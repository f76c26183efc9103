/* Collects the settings of an application, and checks what can be checked of the strings alone. */
#include "application/description.h"

#include "base/path.h"
#include "http/credential_factory.h"
#include "http/head.h"
#include "http/target.h"
#include "postern/memory.h"
#include "postern/number.h"
#include "postern/octets.h"

#include <assert.h>
#include <stdlib.h>

static char *description_copy(const char *text)
{
	return memory_copy_text(octets_from(text));
}

struct description *description_create(const char *source, const char *directory)
{
	struct description *description = memory_take(1, sizeof(*description));

	if (source)
		description->source = description_copy(source);
	description->directory = description_copy(directory);
	description->listen_directory = description_copy(directory);
	return description;
}

void description_destroy(struct description *description)
{
	if (!description)
		return;
	text_set_finish(&description->prefixes);
	for (size_t i = 0; i < description->portal_count; i++)
		portal_description_finish(&description->portals[i]);
	free(description->portals);
	settings_finish(&description->listen);
	settings_finish(&description->throttle_exempt);
	settings_finish(&description->trusted_proxies);
	settings_finish(&description->writable);
	settings_finish(&description->plugins);
	setting_finish(&description->nonce_key);
	access_choice_finish(&description->access);
	free(description->listen_directory);
	free(description->directory);
	free(description->source);
	free(description);
}

static bool description_prefix_is_plain(struct octets prefix)
{
	for (size_t i = 0; i < prefix.length; i++) {
		if (prefix.data[i] <= ' ' || prefix.data[i] > '~' || prefix.data[i] == '\\')
			return false;
	}
	return prefix.length <= TARGET_MAX;
}

/* It must be what the paths of requests are brought into: else no path would ever begin with it. */
static bool description_prefix_is_valid(struct octets prefix)
{
	char buffer[TARGET_MAX + 2];
	struct target target;
	struct error error;

	if (!description_prefix_is_plain(prefix))
		return false;
	target = target_normalise(prefix, buffer, &error);
	return target.form == TARGET_PATH && !target.query.data &&
	       octets_equal(target.path, prefix);
}

static char *description_prefix_without_end(struct octets prefix)
{
	if (prefix.data[prefix.length - 1] == '/')
		prefix.length--;
	return memory_copy_text(prefix);
}

struct portal_description *description_add_portal(struct description *description,
						  const char *prefix, unsigned int line,
						  struct error *error)
{
	struct portal_description portal = {.line = line};

	if (!description_prefix_is_valid(octets_from(prefix))) {
		error_set(error,
			  "portal '%s': expected the normal form of a path: '/' or '/a/b', "
			  "printable, without '//', '.', '..', '%%', '?', '#' and '\\'",
			  prefix);
		return NULL;
	}
	portal.prefix = description_prefix_without_end(octets_from(prefix));
	if (!text_set_add(&description->prefixes, portal.prefix)) {
		error_set(error, "portal '%s' is given twice", prefix);
		free(portal.prefix);
		return NULL;
	}
	description->portals =
		memory_make_room(description->portals, description->portal_count, sizeof(portal));
	description->portals[description->portal_count] = portal;
	return &description->portals[description->portal_count++];
}

struct portal_description description_take_portal(struct description *description)
{
	struct portal_description taken;

	assert(description->portal_count > 0);
	taken = description->portals[--description->portal_count];
	text_set_remove(&description->prefixes, taken.prefix);
	return taken;
}

bool description_set_loops(struct description *description, const char *text, struct error *error)
{
	return number_parse(text, 1, LOOPS_MAX, &description->loops, error);
}

bool description_set_head_limit(struct description *description, const char *text,
				struct error *error)
{
	return number_parse(text, HEAD_LIMIT_LEAST, HEAD_LIMIT_MOST, &description->head_limit,
			    error);
}

bool description_set_login_timeout(struct description *description, const char *text,
				   struct error *error)
{
	return number_parse(text, 1, LOGIN_TIMEOUT_MAX, &description->login_timeout, error);
}

bool description_set_throttle(struct description *description, const char *text,
			      struct error *error)
{
	if (strcmp(text, "on") == 0)
		description->throttle = THROTTLE_ON;
	else if (strcmp(text, "off") == 0)
		description->throttle = THROTTLE_OFF;
	else {
		error_set(error, "'%s' is neither 'on' nor 'off'", text);
		return false;
	}
	return true;
}

/* Absolute, for free(). NULL, with the error set, when the path is empty. */
static char *description_make_path(const struct description *description, const char *path,
				   struct error *error)
{
	if (path[0] != '\0')
		return path_make_absolute(description->directory, path);
	error_set(error, "expected a path, not ''");
	return NULL;
}

bool description_set_nonce_key(struct description *description, const char *path, unsigned int line,
			       struct error *error)
{
	char *absolute = description_make_path(description, path, error);

	if (!absolute)
		return false;
	setting_finish(&description->nonce_key);
	description->nonce_key = (struct setting){.text = absolute, .line = line};
	return true;
}

bool description_add_path(const struct description *description, struct settings *paths,
			  const char *path, unsigned int line, struct error *error)
{
	char *absolute = description_make_path(description, path, error);

	if (!absolute)
		return false;
	settings_add(paths, absolute, line);
	free(absolute);
	return true;
}

void description_override(struct description *description, const struct description *from)
{
	if (from->loops)
		description->loops = from->loops;
	if (from->head_limit)
		description->head_limit = from->head_limit;
	if (from->login_timeout)
		description->login_timeout = from->login_timeout;
	if (from->throttle != THROTTLE_UNSAID)
		description->throttle = from->throttle;
	settings_replace(&description->throttle_exempt, &from->throttle_exempt);
	settings_replace(&description->trusted_proxies, &from->trusted_proxies);
	settings_extend(&description->writable, &from->writable);
	settings_extend(&description->plugins, &from->plugins);
	access_choice_override(&description->access, &from->access);
	if (from->nonce_key.text) {
		setting_finish(&description->nonce_key);
		setting_set(&description->nonce_key, from->nonce_key.text, 0);
	}
	if (!settings_replace(&description->listen, &from->listen))
		return;
	free(description->listen_directory);
	description->listen_directory = description_copy(from->listen_directory);
}

void description_locate(const struct description *description, unsigned int line,
			struct error *error)
{
	if (description->source && line)
		error_prefix(error, "%s:%u", description->source, line);
}

void description_locate_setting(const struct description *description,
				const struct setting *setting, const char *key, const char *option,
				struct error *error)
{
	error_prefix(error, "%s", setting->line ? key : option);
	description_locate(description, setting->line, error);
}

void description_locate_portal(const struct description *description,
			       const struct portal_description *portal, unsigned int line,
			       struct error *error)
{
	error_prefix(error, "portal '%s'", portal_description_prefix(portal));
	description_locate(description, line, error);
}

/* Says what to add, in the language that the portal was written in. */
static bool description_portal_lacks(const struct description *description,
				     const struct portal_description *portal, const char *what,
				     const char *key, const char *option, struct error *error)
{
	error_set(error, "there is no %s, add %s", what, description->source ? key : option);
	description_locate_portal(description, portal, portal->line, error);
	return false;
}

static bool description_portal_complete(const struct description *description,
					const struct portal_description *portal,
					struct error *error)
{
	if (portal->checkers.count == 0)
		return description_portal_lacks(description, portal, "checker", "checkers = {...}",
						"--auth", error);
	if (!portal->realm.text)
		return description_portal_lacks(description, portal, "realm", "realm = ...",
						"--realm", error);
	if (!portal->name.text && portal->factories.count > 0)
		return description_portal_lacks(description, portal,
						"name for its protection space", "name = ...",
						"--name", error);
	if (portal->name.text && !protection_space_valid(portal->name.text, error)) {
		description_locate_portal(description, portal, portal->name.line, error);
		return false;
	}
	return true;
}

bool description_complete(struct description *description, struct error *error)
{
	if (description->portal_count == 0) {
		error_set(error, "there is no portal");
		description_locate(description, 1, error);
		return false;
	}
	for (size_t i = 0; i < description->portal_count; i++) {
		if (!description_portal_complete(description, &description->portals[i], error))
			return false;
	}
	if (description->listen.count == 0)
		settings_add(&description->listen, DEFAULT_LISTEN, 0);
	return true;
}
