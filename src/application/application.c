/* Builds listeners and guarded portals out of a description. */
#include "application/application.h"

#include "application/builder.h"
#include "application/confine.h"
#include "application/join.h"
#include "application/nonce_key.h"
#include "application/trust.h"
#include "base/commons.h"
#include "base/processors.h"
#include "daemon/usage.h"
#include "http/basic_names.h"
#include "http/head.h"
#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* One loop for each processor that we may run on. */
static unsigned int application_loops(const struct description *description)
{
	unsigned int processors = processors_count();

	if (description->loops)
		return description->loops;
	return processors < LOOPS_MAX ? processors : LOOPS_MAX;
}

static unsigned int application_head_limit(const struct description *description)
{
	return description->head_limit ? description->head_limit : HEAD_LIMIT;
}

static bool application_listen(struct application *application, struct error *error)
{
	const struct description *description = application->description;
	const struct settings *listen = &description->listen;

	application->listeners = memory_take(listen->count, sizeof(struct listener *));
	for (size_t i = 0; i < listen->count; i++) {
		struct listener *listener = listener_create(listen->items[i].text,
							    description->listen_directory, error);

		if (!listener) {
			error_prefix(error, "listen '%s'", listen->items[i].text);
			description_locate(description, listen->items[i].line, error);
			return false;
		}
		application->listeners[application->listener_count++] = listener;
	}
	return true;
}

static void application_release(struct site *site)
{
	application_destroy(container_of(site, struct application, site));
}

static bool application_trust(struct application *application, struct error *error)
{
	const struct description *description = application->description;

	application->proxies = trust_create(description, &description->trusted_proxies,
					    "trusted_proxies", "--trusted-proxy", error);
	if (!application->proxies)
		return false;
	application->exempt = trust_create(description, &description->throttle_exempt,
					   "throttle_exempt", "--throttle-exempt", error);
	return application->exempt != NULL;
}

static bool application_build_guards(struct application *application, const char *root,
				     struct error *error)
{
	const struct description *description = application->description;
	const struct origin origin = {.directory = description->directory, .root = root};
	struct roster *roster = roster_create(application->registry->checkers);

	application->guards = memory_take(description->portal_count, sizeof(struct guard *));
	while (application->guard_count < description->portal_count) {
		struct guard *guard = builder_build(application, roster,
						    &description->portals[application->guard_count],
						    origin, error);

		if (!guard)
			break;
		application->guards[application->guard_count++] = guard;
	}
	application->checker_count = roster_count(roster);
	roster_destroy(roster);
	return application->guard_count == description->portal_count;
}

/* The part of an application that a successor builds anew. */
static bool application_build_site(struct application *application, const char *root,
				   struct error *error)
{
	const struct description *description = application->description;

	if (!application_trust(application, error))
		return false;
	application->cache = verdict_cache_create();
	application->names = basic_names_create();
	application->commons = commons_create();
	if (!application_build_guards(application, root, error))
		return false;
	site_init(&application->site, application->guards, application->guard_count,
		  application_release);
	application->site.proxies = application->proxies;
	application->site.exempt = application->exempt;
	application->site.throttle = application->throttle;
	if (description->login_timeout)
		application->site.login_timeout = description->login_timeout;
	application->site.lenient = description->throttle == THROTTLE_OFF;
	return true;
}

static bool application_build(struct application *application, struct error *error)
{
	application->registry = registry_create(application->description, error);
	if (!application->registry || !confine_check(application->description, error))
		return false;
	application->loops = application_loops(application->description);
	application->nonces = nonces_create();
	application->throttle = throttle_create();
	return application_listen(application, error) &&
	       application_build_site(application, NULL, error);
}

struct application *application_create(struct description *description, struct error *error)
{
	struct application *application = memory_take(1, sizeof(*application));

	application->description = description;
	if (application_build(application, error))
		return application;
	application_destroy(application);
	return NULL;
}

static void application_take_over(struct application *application, struct application *from)
{
	application->listeners = from->listeners;
	application->listener_count = from->listener_count;
	application->loops = from->loops;
	application->writable = from->writable;
	from->listeners = NULL;
	from->listener_count = 0;
	from->throttle = NULL;
	from->registry = NULL;
	from->writable = (struct places){.count = 0};
}

/* A key that the file does not name any more is not made nonces with, either. */
static struct nonces *application_succeed_nonces(const struct application *old,
						 const struct description *description)
{
	struct nonces *nonces = nonces_succeed(old->nonces);

	if (old->description->nonce_key.text && !description->nonce_key.text)
		nonces_set_random_key(nonces);
	return nonces;
}

static void application_warn_of_restart(const struct application *old,
					const struct application *successor, warn_function *warn)
{
	if (!settings_equal(&old->description->listen, &successor->description->listen))
		warn("listen: a change takes a restart");
	if (old->description->loops != successor->description->loops)
		warn("loops: a change takes a restart");
	if (old->description->head_limit != successor->description->head_limit)
		warn("head_limit: a change takes a restart");
	if (!settings_equal(&old->description->writable, &successor->description->writable))
		warn("writable: a change takes a restart");
	if (!settings_equal(&old->description->plugins, &successor->description->plugins))
		warn("plugins: a change takes a restart");
	if (!access_choice_equal(&old->description->access, &successor->description->access))
		warn("access_log: a change takes a restart");
}

struct application *application_succeed(struct application *old, struct description *description,
					const char *root, warn_function *warn, struct error *error)
{
	struct application *application = memory_take(1, sizeof(*application));

	application->description = description;
	application->nonces = application_succeed_nonces(old, description);
	application->throttle = old->throttle;
	application->registry = old->registry;
	if (!application_read_key(application, root, error) ||
	    !application_build_site(application, root, error) ||
	    !confine_allows(&old->writable, application, error) ||
	    !application_enter(application, NULL, error)) {
		application->throttle = NULL;
		application->registry = NULL;
		application_destroy(application);
		return NULL;
	}
	application_warn_of_restart(old, application, warn);
	application_take_over(application, old);
	return application;
}

bool application_bind(struct application *application, unsigned int passed, struct error *error)
{
	for (size_t i = 0; i < application->listener_count; i++) {
		if (!listener_bind(application->listeners[i], application->loops, passed, error))
			return false;
	}
	return true;
}

bool application_enter(struct application *application, const char *root, struct error *error)
{
	for (size_t i = 0; i < application->guard_count; i++) {
		const struct guard *guard = application->guards[i];

		if (!portal_start(guard->portal, root, application->commons, error)) {
			error_prefix(error, "portal '%s'", guard_path(guard));
			return false;
		}
	}
	return true;
}

int application_status(const struct error *error)
{
	return error->no_input ? EX_NOINPUT : EX_CONFIG;
}

bool application_read_key(struct application *application, const char *root, struct error *error)
{
	const struct setting *key = &application->description->nonce_key;

	if (!key->text || nonce_key_load(key->text, root, application->nonces, error))
		return true;
	description_locate_setting(application->description, key, "nonce_key", "--nonce-key",
				   error);
	return false;
}

struct server *application_start(struct application *application, struct log_sink *access,
				 struct error *error)
{
	const struct server_config config = {
		.site = &application->site,
		.listeners = application->listeners,
		.listener_count = application->listener_count,
		.loops = application->loops,
		.head_limit = application_head_limit(application->description),
		.descriptors = usage_count_descriptors(USAGE_GAP_EARLY),
		.checkers = application->checker_count,
		.access = {.format = application->description->access.format, .sink = access},
	};

	return server_start(&config, error);
}

static bool application_offers(const struct application *application, const char *scheme)
{
	for (size_t i = 0; i < application->guard_count; i++) {
		const struct guard *guard = application->guards[i];

		for (size_t j = 0; j < guard->factory_count; j++) {
			if (strcmp(guard->factories[j]->type->scheme, scheme) == 0)
				return true;
		}
	}
	return false;
}

/* Basic hands the password to everybody on the way. */
static void application_warn_of_clear_text(const struct application *application,
					   warn_function *warn)
{
	if (!application_offers(application, "Basic"))
		return;
	for (size_t i = 0; i < application->listener_count; i++) {
		const struct listener *listener = application->listeners[i];
		struct error text;

		if (listener_certificate(listener) || listener_is_local(listener))
			continue;
		error_set(&text, "listen '%s': Basic sends passwords in clear text here",
			  listener_string(listener));
		warn(text.text);
	}
}

void application_warn(const struct application *application, warn_function *warn)
{
	for (size_t i = 0; i < application->guard_count; i++)
		join_warn(application->guards[i], &application->description->portals[i], warn);
	application_warn_of_clear_text(application, warn);
}

void application_destroy(struct application *application)
{
	if (!application)
		return;
	site_finish(&application->site);
	for (size_t i = 0; i < application->guard_count; i++)
		guard_destroy(application->guards[i]);
	free(application->guards);
	for (size_t i = 0; i < application->listener_count; i++)
		listener_destroy(application->listeners[i]);
	free(application->listeners);
	nonces_destroy(application->nonces);
	basic_names_destroy(application->names);
	throttle_destroy(application->throttle);
	networks_destroy(application->proxies);
	networks_destroy(application->exempt);
	verdict_cache_destroy(application->cache);
	commons_destroy(application->commons);
	registry_destroy(application->registry);
	places_finish(&application->writable);
	description_destroy(application->description);
	free(application);
}
