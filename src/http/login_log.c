/* Writes the lines about logins: `event=login-refused client=192.0.2.7 portal="/" ...`. */
#include "http/login_log.h"

#include "base/log.h"
#include "cred/source.h"
#include "http/client.h"
#include "http/loop.h"

#include <stdarg.h>
#include <stdio.h>

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

/* Longer ones are cut by the log, which says so. */
struct login_line {
	char text[LOG_LINE_MAX];
	size_t length;
};

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
		return &login_unavailable;
	}
}

__attribute__((format(printf, 2, 3))) static void login_line_add(struct login_line *line,
								 const char *format, ...)
{
	size_t room = sizeof(line->text) - line->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->length, room, format, arguments);
	va_end(arguments);
	line->length += (size_t)length < room ? (size_t)length : room - 1;
}

/* What stands between the quotes has none, and no backslash but those of \xHH. */
static void login_line_quote(struct login_line *line, const char *key, struct octets value)
{
	login_line_add(line, " %s=\"", key);
	for (size_t i = 0; i < value.length; i++) {
		unsigned char byte = (unsigned char)value.data[i];

		if (byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\')
			login_line_add(line, "%c", byte);
		else
			login_line_add(line, "\\x%02x", byte);
	}
	login_line_add(line, "\"");
}

static void login_line_add_client(struct login_line *line, const struct connection *connection)
{
	const struct client client =
		client_find(connection, connection->exchange.hold->site->proxies);
	char text[INET6_ADDRSTRLEN];

	login_line_add(line, " client=%s", source_text(&client.address, text));
	if (!IN6_ARE_ADDR_EQUAL(&client.address, &client.peer))
		login_line_add(line, " proxy=%s", source_text(&client.peer, text));
}

static void login_line_add_factory(struct login_line *line, const struct guard *guard,
				   const struct credentials *credentials)
{
	unsigned int interfaces = credentials_interfaces(credentials);
	size_t i = 0;

	while (i < guard->factory_count &&
	       !credential_factory_made(guard->factories[i], credentials))
		i++;
	if (i == guard->factory_count)
		return;
	login_line_add(line, " factory=%s", guard->factories[i]->type->base.name);
	if (interfaces & (IUSERNAME_DIGEST_HASH | IHASHED_USERNAME)) {
		const struct digest_space *space = credentials_digest_space(credentials);

		login_line_add(line, ":%s", digest_algorithm_name(space->algorithm));
	}
}

/* Nobody is named whom no checker knows: it may be a password, typed in the wrong place. */
static void login_line_add_user(struct login_line *line, const struct attempt *attempt)
{
	const struct credentials *credentials = attempt->credentials;
	const struct avatar_id *avatar_id = &attempt->login.avatar_id;
	unsigned int interfaces = credentials_interfaces(credentials);

	if (avatar_id->kind == AVATAR_ID_NAMED)
		login_line_quote(line, "user", avatar_id_name(avatar_id));
	else if (interfaces & IANONYMOUS)
		login_line_add(line, " user=anonymous");
	else if (interfaces & IHASHED_USERNAME)
		login_line_add(line, " user=hashed");
	else if (credentials->known)
		login_line_quote(line, "user", credentials->username);
	else
		login_line_add(line, " user_length=%zu", credentials->username.length);
}

/* One password at many names has one tag, and many passwords at one name have many. */
static void login_line_add_tag(struct login_line *line, const struct attempt *attempt)
{
	if (attempt->throttle && attempt->outcome == LOGIN_REFUSED &&
	    credentials_interfaces(attempt->credentials) & IUSERNAME_PASSWORD)
		login_line_add(line, " tag=%03x",
			       throttle_password_tag(attempt->throttle,
						     credentials_password(attempt->credentials)));
}

void login_log(const struct connection *connection, const struct guard *guard,
	       const struct attempt *attempt)
{
	const struct login_event *event = login_event(attempt);
	struct login_line line = {.length = 0};

	if (!event)
		return;
	login_line_add(&line, "event=%s", event->name);
	login_line_add_client(&line, connection);
	login_line_quote(&line, "portal", octets_from(guard_path(guard)));
	if (attempt->decoding == DECODING_CREDENTIALS) {
		login_line_add_factory(&line, guard, attempt->credentials);
		login_line_add_user(&line, attempt);
		login_line_add_tag(&line, attempt);
	}
	if (attempt->wait > 0)
		login_line_add(&line, " wait=%u", attempt->wait);
	if (attempt->error.text[0])
		login_line_quote(&line, "reason", octets_from(attempt->error.text));
	log_line(event->level, "login", "%s", line.text);
}
