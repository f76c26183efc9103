/* An application: everything that a description names, built and checked (Twisted: Application). */
#ifndef APPLICATION_APPLICATION_H
#define APPLICATION_APPLICATION_H

#include "application/description.h"
#include "application/registry.h"
#include "base/warn.h"
#include "daemon/places.h"
#include "http/guard.h"
#include "http/listener.h"
#include "http/nonces.h"
#include "http/server.h"

struct application {
	struct description *description;
	struct listener **listeners;
	size_t listener_count;
	struct guard **guards; /* in the order of the description's portals */
	size_t guard_count;
	size_t checker_count; /* of all portals together, shared ones once */
	struct site site;     /* of these guards */
	unsigned int loops;
	struct nonces *nonces;
	struct basic_names *names; /* that were sent to these guards */
	struct registry *registry;
	struct throttle *throttle; /* goes on while it is off, for a successor */
	struct networks *proxies;
	struct networks *exempt; /* from the throttle */
	struct verdict_cache *cache;
	struct commons *commons; /* of the realms */
	struct places writable;  /* where the process may write once it is confined */
};

/* Reads the files that the checkers and listeners name, and binds nothing. Takes ownership of the
 * description, also when it fails. NULL with the error set: something cannot be built, or a login
 * could never succeed. */
struct application *application_create(struct description *description, struct error *error);

/* The same beside one that serves, to take its place with server_replace(). Paths are those from
 * before our root directory, then called `root` (NULL: the same), was entered. It takes over the
 * listeners, the registry and the throttle of `old`, which is destroyed when its last request has
 * ended, and takes its nonces. What changes the listeners, the loops or the plug-ins is no error,
 * and waits for a restart; `warn` is told. NULL, with the error set and `old` as it was. */
struct application *application_succeed(struct application *old, struct description *description,
					const char *root, warn_function *warn, struct error *error);

/* Takes all addresses, while the process may still do so (Twisted: privilegedStartService); systemd
 * passed that many sockets. False, with the error and errno set. */
bool application_bind(struct application *application, unsigned int passed, struct error *error);

/* The plug-ins open what they will need, in the root directory that `root` has become (NULL: it
 * stays). False with the error set. */
bool application_enter(struct application *application, const char *root, struct error *error);

/* Reads the file with the key of the nonces, if there is one; `root` as above. False with the
 * error set. */
bool application_read_key(struct application *application, const char *root, struct error *error);

/* Starts the threads that serve, and write the access log if there is one; the application and the
 * sink must outlive them. NULL with the error set. */
struct server *application_start(struct application *application, struct log_sink *access,
				 struct error *error);

/* The status to exit with when it could not be created or entered: EX_NOINPUT when a file that it
 * names cannot be read, else EX_CONFIG. */
int application_status(const struct error *error);

/* Warns of what is allowed, and hardly meant. */
void application_warn(const struct application *application, warn_function *warn);

/* NULL is fine. */
void application_destroy(struct application *application);

#endif
