/* Takes an Authorization field apart, octet by octet (RFC 9110 sections 5.6 and 11.4). */
#include "http/authorization.h"

#include <stdint.h>

#define AUTHORIZATION_EMPTY_MAX 32 /* empty list elements that are passed over */

/* What an octet may be part of. */
enum octet {
	OCTET_QDTEXT = 1 << 0, /* a quoted string, as it is */
	OCTET_PAIR = 1 << 1,   /* a quoted string, behind a '\' */
	OCTET_TOKEN = 1 << 2,
	OCTET_TOKEN68 = 1 << 3, /* but for the '=' at its end */
	OCTET_TEXT = OCTET_QDTEXT | OCTET_PAIR,
	OCTET_ANY = OCTET_TEXT | OCTET_TOKEN | OCTET_TOKEN68,
};

static const uint8_t authorization_octets[256] = {
	['\t'] = OCTET_TEXT,
	[' '] = OCTET_TEXT,
	['!'] = OCTET_TEXT | OCTET_TOKEN,
	['"'] = OCTET_PAIR,
	['#' ... '\''] = OCTET_TEXT | OCTET_TOKEN,
	['(' ... ')'] = OCTET_TEXT,
	['*'] = OCTET_TEXT | OCTET_TOKEN,
	['+'] = OCTET_ANY,
	[','] = OCTET_TEXT,
	['-' ... '.'] = OCTET_ANY,
	['/'] = OCTET_TEXT | OCTET_TOKEN68,
	['0' ... '9'] = OCTET_ANY,
	[':' ... '@'] = OCTET_TEXT,
	['A' ... 'Z'] = OCTET_ANY,
	['['] = OCTET_TEXT,
	['\\'] = OCTET_PAIR,
	[']'] = OCTET_TEXT,
	['^'] = OCTET_TEXT | OCTET_TOKEN,
	['_'] = OCTET_ANY,
	['`'] = OCTET_TEXT | OCTET_TOKEN,
	['a' ... 'z'] = OCTET_ANY,
	['{'] = OCTET_TEXT,
	['|'] = OCTET_TEXT | OCTET_TOKEN,
	['}'] = OCTET_TEXT,
	['~'] = OCTET_ANY,
	[0x80 ... 0xff] = OCTET_TEXT,
};

/* The octets that are still to be read. */
struct authorization_reader {
	const char *at;
	const char *end;
	struct arena *arena;
	struct error *error;
};

static bool authorization_refuse(struct authorization_reader *reader, const char *why)
{
	error_set(reader->error, "cannot read Authorization: %s", why);
	return false;
}

static bool authorization_next_is(const struct authorization_reader *reader, char octet)
{
	return reader->at < reader->end && *reader->at == octet;
}

/* The longest run of octets of that class, perhaps empty. */
static struct octets authorization_take(struct authorization_reader *reader, enum octet class)
{
	const char *begin = reader->at;
	const char *at = begin;

	while (at < reader->end && (authorization_octets[(uint8_t)*at] & class))
		at++;
	reader->at = at;
	return (struct octets){.data = begin, .length = (size_t)(at - begin)};
}

/* OWS and BWS of RFC 9110 section 5.6.3. */
static void authorization_skip_space(struct authorization_reader *reader)
{
	while (authorization_next_is(reader, ' ') || authorization_next_is(reader, '\t'))
		reader->at++;
}

/* Copies `raw`, the inside of a quoted string, without the backslashes of its quoted pairs. */
static bool authorization_unescape(struct authorization_reader *reader, struct octets raw,
				   struct octets *value)
{
	char *text = arena_take(reader->arena, raw.length);
	size_t length = 0;

	if (!text)
		return authorization_refuse(reader, "the quoted strings are too long");
	for (size_t i = 0; i < raw.length; i++) {
		if (raw.data[i] == '\\')
			i++;
		text[length++] = raw.data[i];
	}
	*value = (struct octets){.data = text, .length = length};
	return true;
}

/* One '\' and what it stands before. */
static bool authorization_skip_pair(struct authorization_reader *reader)
{
	reader->at++;
	if (reader->at == reader->end || !(authorization_octets[(uint8_t)*reader->at] & OCTET_PAIR))
		return false;
	reader->at++;
	return true;
}

static bool authorization_take_quoted(struct authorization_reader *reader, struct octets *value)
{
	bool escaped = false;

	reader->at++;
	*value = authorization_take(reader, OCTET_QDTEXT);
	while (authorization_next_is(reader, '\\') && authorization_skip_pair(reader)) {
		escaped = true;
		authorization_take(reader, OCTET_QDTEXT);
	}
	if (!authorization_next_is(reader, '"'))
		return authorization_refuse(reader, "a quoted string does not end, or holds a "
						    "control character");
	value->length = (size_t)(reader->at - value->data);
	reader->at++;
	return !escaped || authorization_unescape(reader, *value, value);
}

/* token BWS "=" BWS ( token / quoted-string ) */
static bool authorization_take_parameter(struct authorization_reader *reader,
					 struct authorization_parameter *parameter)
{
	parameter->name = authorization_take(reader, OCTET_TOKEN);
	authorization_skip_space(reader);
	if (parameter->name.length == 0 || !authorization_next_is(reader, '='))
		return authorization_refuse(reader, "neither a token68 nor a list of parameters");
	reader->at++;
	authorization_skip_space(reader);
	parameter->quoted = authorization_next_is(reader, '"');
	if (parameter->quoted)
		return authorization_take_quoted(reader, &parameter->value);
	parameter->value = authorization_take(reader, OCTET_TOKEN);
	return parameter->value.length > 0 ||
	       authorization_refuse(reader, "a parameter has no value");
}

static bool authorization_add(struct authorization_reader *reader,
			      struct authorization *authorization)
{
	struct authorization_parameter *parameter =
		&authorization->parameters[authorization->parameter_count];
	uint8_t *place;

	if (authorization->parameter_count == AUTHORIZATION_PARAMETERS_MAX)
		return authorization_refuse(reader, "too many parameters");
	if (!authorization_take_parameter(reader, parameter))
		return false;
	place = &authorization->places[authorization_mark(parameter->name)];
	if (*place > 0 && authorization_find(authorization, parameter->name))
		return authorization_refuse(reader, "a parameter stands twice");
	authorization->parameter_count++;
	if (*place == 0)
		*place = (uint8_t)authorization->parameter_count;
	return true;
}

/* [ element ] *( OWS "," OWS [ element ] ), RFC 9110 section 5.6.1.2. */
static bool authorization_read_list(struct authorization_reader *reader,
				    struct authorization *authorization)
{
	size_t empty = 0;

	for (;; reader->at++) {
		authorization_skip_space(reader);
		if (reader->at == reader->end)
			return true;
		if (authorization_next_is(reader, ',')) {
			if (++empty > AUTHORIZATION_EMPTY_MAX)
				return authorization_refuse(reader, "too many empty elements");
			continue;
		}
		if (!authorization_add(reader, authorization))
			return false;
		authorization_skip_space(reader);
		if (reader->at == reader->end)
			return true;
		if (!authorization_next_is(reader, ','))
			return authorization_refuse(reader, "no comma behind a parameter");
	}
}

/* A token68 is all that is left; false when it is something else. */
static bool authorization_read_token68(const struct authorization_reader *reader,
				       struct authorization *authorization)
{
	struct authorization_reader ahead = *reader;
	struct octets token68 = authorization_take(&ahead, OCTET_TOKEN68);

	if (token68.length == 0)
		return false;
	while (authorization_next_is(&ahead, '='))
		ahead.at++;
	token68.length = (size_t)(ahead.at - token68.data);
	authorization_skip_space(&ahead);
	if (ahead.at != ahead.end)
		return false;
	authorization->token68 = token68;
	return true;
}

enum authorization_form authorization_parse(struct octets value, struct arena *arena,
					    struct authorization *authorization,
					    struct error *error)
{
	struct authorization_reader reader = {
		.at = value.data,
		.end = value.data + value.length,
		.arena = arena,
		.error = error,
	};

	authorization->scheme = authorization_take(&reader, OCTET_TOKEN);
	authorization->token68 = (struct octets){.data = NULL};
	memset(authorization->places, 0, sizeof(authorization->places));
	authorization->parameter_count = 0;
	if (authorization->scheme.length == 0 ||
	    (reader.at < reader.end && !authorization_next_is(&reader, ' '))) {
		authorization_refuse(&reader, "no scheme");
		return AUTHORIZATION_NONE;
	}
	if (value.length > AUTHORIZATION_LENGTH_MAX) {
		authorization_refuse(&reader, "too long");
		return AUTHORIZATION_MALFORMED;
	}
	authorization_skip_space(&reader);
	if (authorization_read_token68(&reader, authorization) ||
	    authorization_read_list(&reader, authorization))
		return AUTHORIZATION_FORMED;
	return AUTHORIZATION_MALFORMED;
}

const struct authorization_parameter *authorization_find(const struct authorization *authorization,
							 struct octets name)
{
	for (size_t i = 0; i < authorization->parameter_count; i++) {
		if (octets_equal_ignoring_case(authorization->parameters[i].name, name))
			return &authorization->parameters[i];
	}
	return NULL;
}

void authorization_quote(struct octets text, char *quoted)
{
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == '"' || text.data[i] == '\\')
			*quoted++ = '\\';
		*quoted++ = text.data[i];
	}
	*quoted = '\0';
}
