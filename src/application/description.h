/* A description says what an application consists of, in the strings that its author wrote. */
#ifndef APPLICATION_DESCRIPTION_H
#define APPLICATION_DESCRIPTION_H

#include "application/access_choice.h"
#include "application/portal_description.h"
#include "application/settings.h"
#include "base/text_set.h"
#include "postern/error.h"

#include <stdbool.h>
#include <stddef.h>

#define DEFAULT_LISTEN    "tcp:8081:interface=127.0.0.1"
#define LOOPS_MAX         32  /* of the CALLER_SLOTS; the pool has the others */
#define LOGIN_TIMEOUT_MAX 300 /* seconds */

enum throttle_choice {
	THROTTLE_UNSAID = 0, /* on, unless another place says else */
	THROTTLE_ON,
	THROTTLE_OFF,
};

struct description {
	char *source;    /* the application file, for messages; NULL: the command line */
	char *directory; /* absolute; what relative paths are relative to */
	struct settings listen;
	char *listen_directory;     /* the same, for `listen` */
	unsigned int loops;         /* 0: one for each processor */
	unsigned int head_limit;    /* bytes; 0: HEAD_LIMIT */
	unsigned int login_timeout; /* seconds; 0: SITE_LOGIN_TIMEOUT */
	enum throttle_choice throttle;
	struct settings throttle_exempt;
	struct settings trusted_proxies;
	struct settings writable; /* directories where programs may write; absolute */
	struct settings plugins;  /* shared objects; absolute */
	struct access_choice access;
	struct setting nonce_key; /* an absolute path; without one a key is made at each start */
	struct portal_description *portals;
	size_t portal_count;
	struct text_set prefixes; /* of the portals */
	bool demonstration;       /* everybody knows its passwords */
};

/* Copies both strings. */
struct description *description_create(const char *source, const char *directory);

/* Wipes the settings. NULL is fine. */
void description_destroy(struct description *description);

/* NULL, with the error set, when the prefix is not the normal form of a path or is taken. The
 * pointer is good until the next call. */
struct portal_description *description_add_portal(struct description *description,
						  const char *prefix, unsigned int line,
						  struct error *error);

/* Takes the last one out, for portal_description_finish(). There must be one. */
struct portal_description description_take_portal(struct description *description);

/* False, with the error set, when the number is none from 1 to LOOPS_MAX, from HEAD_LIMIT_LEAST to
 * HEAD_LIMIT_MOST, and from 1 to LOGIN_TIMEOUT_MAX. */
bool description_set_loops(struct description *description, const char *text, struct error *error);
bool description_set_head_limit(struct description *description, const char *text,
				struct error *error);
bool description_set_login_timeout(struct description *description, const char *text,
				   struct error *error);

/* "on" or "off"; else false with the error set. */
bool description_set_throttle(struct description *description, const char *text,
			      struct error *error);

/* Paths, relative to the directory of the description. False, with the error set, when one is
 * empty. What is added to is `writable` or `plugins`. */
bool description_set_nonce_key(struct description *description, const char *path, unsigned int line,
			       struct error *error);
bool description_add_path(const struct description *description, struct settings *paths,
			  const char *path, unsigned int line, struct error *error);

/* What `from` says of listening, loops, heads, logins, throttle, proxies, logs and the key of
 * nonces goes over what `description` has; what it lets be written, and what it loads, is added. */
void description_override(struct description *description, const struct description *from);

/* False, with the error set, when something is missing. Puts the default for `listen`. */
bool description_complete(struct description *description, struct error *error);

/* Puts "FILE:LINE: " before the error, and nothing when it is the command line. */
void description_locate(const struct description *description, unsigned int line,
			struct error *error);

/* Puts "FILE:LINE: KEY: " before the error, or "OPTION: " for one of the command line. */
void description_locate_setting(const struct description *description,
				const struct setting *setting, const char *key, const char *option,
				struct error *error);

/* Puts "FILE:LINE: portal 'PREFIX': " before the error. */
void description_locate_portal(const struct description *description,
			       const struct portal_description *portal, unsigned int line,
			       struct error *error);

#endif
