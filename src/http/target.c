/* Turns a request target into the one normal form of its path. */
#include "http/target.h"

#include "base/hex.h"
#include "http/uri.h"

/* The path as far as it is written. It begins with '/', and each segment follows its '/'. */
struct target_path {
	char *text;
	size_t length;
	size_t segment; /* where the last segment begins */
};

/* Decodes the "%hh" that `raw` begins with. False when it is none, or no byte for a segment. */
static bool target_decode(struct octets raw, unsigned char *byte, struct error *error)
{
	if (!hex_unescape(raw, byte)) {
		error_set(error, "the target has a '%%' without two hexadecimal digits");
		return false;
	}
	/* As data it would be a separator to whoever decodes again. */
	if (*byte == '/') {
		error_set(error, "the target has an encoded slash");
		return false;
	}
	return true;
}

/* Removes the last segment if it is a dot segment. False: ".." beyond the root. */
static bool target_settle_segment(struct target_path *path)
{
	const char *segment = path->text + path->segment;
	size_t length = path->length - path->segment;

	if (length == 1 && segment[0] == '.') {
		path->length = path->segment;
	} else if (length == 2 && segment[0] == '.' && segment[1] == '.') {
		if (path->segment == 1)
			return false;
		path->length = path->segment - 1;
		while (path->text[path->length - 1] != '/')
			path->length--;
		path->segment = path->length;
	}
	return true;
}

/* A separator: empty segments are passed over. */
static bool target_end_segment(struct target_path *path)
{
	if (!target_settle_segment(path))
		return false;
	if (path->length > path->segment)
		path->text[path->length++] = '/';
	path->segment = path->length;
	return true;
}

static bool target_write_path(struct octets raw, struct target_path *path, struct error *error)
{
	for (size_t i = 0; i < raw.length; i++) {
		unsigned char byte = (unsigned char)raw.data[i];

		if (byte == '/') {
			if (!target_end_segment(path))
				break;
			continue;
		}
		if (byte == '%') {
			if (!target_decode(octets_skip(raw, i), &byte, error))
				return false;
			i += HEX_ESCAPE_LENGTH - 1;
		}
		if (byte < 0x20 || byte == 0x7f) {
			error_set(error, "the target has a control character");
			return false;
		}
		path->text[path->length++] = (char)byte;
	}
	if (target_settle_segment(path))
		return true;
	error_set(error, "the target leaves the root");
	return false;
}

/* Leaves what follows "http://authority" in absolute-form; false when the target is in another form
 * or names a user. */
static bool target_skip_server(struct octets *raw)
{
	struct uri_server server;

	return uri_cut_server(raw, &server) && server.authority.length > 0 &&
	       !memchr(server.authority.data, '@', server.authority.length);
}

struct target target_normalise(struct octets raw, char buffer[static TARGET_MAX + 2],
			       struct error *error)
{
	struct target target = {.form = TARGET_MALFORMED};
	struct target_path path = {.text = buffer, .length = 1, .segment = 1};
	const char *question;

	if (octets_equal(raw, OCTETS("*"))) {
		target.form = TARGET_ASTERISK;
		target.path = OCTETS("");
		return target;
	}
	if ((raw.length == 0 || raw.data[0] != '/') && !target_skip_server(&raw)) {
		error_set(error, "the target is neither a path nor an http URI");
		return target;
	}
	if (raw.length > 0 && memchr(raw.data, '#', raw.length)) {
		error_set(error, "the target has a fragment");
		return target;
	}
	question = raw.length > 0 ? memchr(raw.data, '?', raw.length) : NULL;
	if (question) {
		target.query.data = question + 1;
		target.query.length = (size_t)(raw.data + raw.length - question) - 1;
		raw.length = (size_t)(question - raw.data);
	}
	buffer[0] = '/';
	if (!target_write_path(raw, &path, error))
		return target;
	buffer[path.length] = '\0';
	target.path = (struct octets){.data = buffer, .length = path.length};
	target.form = TARGET_PATH;
	return target;
}
