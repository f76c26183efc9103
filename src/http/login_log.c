/* Writes the lines about logins: `event=login-refused client=192.0.2.7 portal="/" ...`. */
#include "http/login_log.h"

#include "base/event_line.h"
#include "cred/source.h"
#include "http/client.h"
#include "http/loop.h"

/* Programs know them by these names: they stay as they are. */
struct login_event {
	const char *name;
	enum log_level level;
};

static const struct login_event login_granted = {"login-granted", LOG_LEVEL_INFO};
static const struct login_event login_refused = {"login-refused", LOG_LEVEL_WARNING};
static const struct login_event login_stale = {"login-stale", LOG_LEVEL_INFO};
static const struct login_event login_denied = {"login-denied", LOG_LEVEL_WARNING};
static const struct login_event login_unavailable = {"login-unavailable", LOG_LEVEL_WARNING};
static const struct login_event login_throttled = {"login-throttled", LOG_LEVEL_WARNING};
static const struct login_event login_unreadable = {"login-unreadable", LOG_LEVEL_INFO};

/* NULL: nothing is to be said. */
static const struct login_event *login_event(const struct attempt *attempt)
{
	if (attempt->decoding != DECODING_CREDENTIALS)
		return attempt->error.text[0] ? &login_unreadable : NULL;
	switch (attempt->outcome) {
	case LOGIN_GRANTED:
		return attempt->news ? &login_granted : NULL;
	case LOGIN_REFUSED:
		return attempt->credentials->stale ? &login_stale : &login_refused;
	case LOGIN_DENIED:
		return &login_denied;
	case LOGIN_THROTTLED:
		return attempt->news ? &login_throttled : NULL;
	default:
		return attempt->news ? &login_unavailable : NULL;
	}
}

static void login_line_add_client(struct event_line *line, const struct connection *connection)
{
	const struct client client =
		client_find(connection, connection->exchange.hold->site->proxies);
	char text[INET6_ADDRSTRLEN];

	event_line_add(line, " client=%s", source_text(&client.address, text));
	if (!IN6_ARE_ADDR_EQUAL(&client.address, &client.peer))
		event_line_add(line, " proxy=%s", source_text(&client.peer, text));
}

static void login_line_add_factory(struct event_line *line, const struct guard *guard,
				   const struct credentials *credentials)
{
	unsigned int interfaces = credentials_interfaces(credentials);
	size_t i = 0;

	while (i < guard->factory_count &&
	       !credential_factory_made(guard->factories[i], credentials))
		i++;
	if (i == guard->factory_count)
		return;
	event_line_add(line, " factory=%s", guard->factories[i]->type->base.name);
	if (interfaces & (IUSERNAME_DIGEST_HASH | IHASHED_USERNAME)) {
		const struct digest_space *space = credentials_digest_space(credentials);

		event_line_add(line, ":%s", digest_algorithm_name(space->algorithm));
	}
}

/* Nobody is named whom no checker knows: it may be a password, typed in the wrong place. */
static void login_line_add_user(struct event_line *line, const struct attempt *attempt)
{
	const struct credentials *credentials = attempt->credentials;
	const struct avatar_id *avatar_id = &attempt->login.avatar_id;
	unsigned int interfaces = credentials_interfaces(credentials);

	if (avatar_id->kind == AVATAR_ID_NAMED)
		event_line_quote(line, "user", avatar_id_name(avatar_id));
	else if (interfaces & IANONYMOUS)
		event_line_add(line, " user=anonymous");
	else if (interfaces & IHASHED_USERNAME)
		event_line_add(line, " user=hashed");
	else if (credentials->known)
		event_line_quote(line, "user", credentials->username);
	else
		event_line_add(line, " user_length=%zu", credentials->username.length);
}

/* One password at many names has one tag, and many passwords at one name have many. */
static void login_line_add_tag(struct event_line *line, const struct attempt *attempt)
{
	if (attempt->throttle && attempt->outcome == LOGIN_REFUSED &&
	    credentials_interfaces(attempt->credentials) & IUSERNAME_PASSWORD)
		event_line_add(line, " tag=%03x",
			       throttle_password_tag(attempt->throttle,
						     credentials_password(attempt->credentials)));
}

void login_log(const struct connection *connection, const struct guard *guard,
	       const struct attempt *attempt)
{
	const struct login_event *event = login_event(attempt);
	struct event_line line = {.length = 0};

	if (!event)
		return;
	event_line_add(&line, "event=%s", event->name);
	login_line_add_client(&line, connection);
	event_line_quote(&line, "portal", octets_from(guard_path(guard)));
	if (attempt->decoding == DECODING_CREDENTIALS) {
		login_line_add_factory(&line, guard, attempt->credentials);
		login_line_add_user(&line, attempt);
		login_line_add_tag(&line, attempt);
	}
	if (attempt->wait > 0)
		event_line_add(&line, " wait=%u", attempt->wait);
	if (attempt->error.text[0])
		event_line_quote(&line, "reason", octets_from(attempt->error.text));
	log_line(event->level, "login", "%s", line.text);
}
