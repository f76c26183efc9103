/* Writes lines of the access log, and escapes what clients have put into them. */
#include "http/access_entry.h"

#include "base/json.h"

#include <assert.h>
#include <stdio.h>

/* Bytes that a field may have when it is escaped. A name fits whatever it is made of. */
#define ACCESS_CLIENT_MAX   46
#define ACCESS_USER_MAX     1024
#define ACCESS_METHOD_MAX   32
#define ACCESS_TARGET_MAX   1920
#define ACCESS_PROTOCOL_MAX 16
#define ACCESS_REFERER_MAX  384
#define ACCESS_AGENT_MAX    384
#define ACCESS_REST_MAX     256 /* the time, the numbers, and what stands between the fields */

#define ACCESS_CUT "..."

static_assert(ACCESS_CLIENT_MAX + ACCESS_USER_MAX + ACCESS_METHOD_MAX + ACCESS_TARGET_MAX +
			      ACCESS_PROTOCOL_MAX + ACCESS_REFERER_MAX + ACCESS_AGENT_MAX +
			      ACCESS_REST_MAX <=
		      ACCESS_LINE_MAX,
	      "the longest fields fit");

/* A line while it is written. */
struct access_line {
	char *text;
	size_t length;
};

/* As json_escape(). */
typedef size_t access_escape(struct octets text, char piece[static JSON_PIECE_MAX], size_t *length);

static size_t access_escape_byte(struct octets text, char piece[static JSON_PIECE_MAX],
				 size_t *length)
{
	*length = (size_t)sprintf(piece, "\\x%02x", (unsigned char)text.data[0]);
	return 1;
}

static size_t access_escape_quoted(struct octets text, char piece[static JSON_PIECE_MAX],
				   size_t *length)
{
	if (text.data[0] != ' ')
		return access_escape_byte(text, piece, length);
	piece[0] = ' ';
	*length = 1;
	return 1;
}

/* What stands for itself in every format and place. */
static bool access_is_plain(char byte)
{
	return byte > ' ' && byte < 0x7f && byte != '"' && byte != '\\';
}

static void access_put(struct access_line *line, const char *text, size_t length)
{
	memcpy(line->text + line->length, text, length);
	line->length += length;
}

static void access_put_text(struct access_line *line, const char *text)
{
	access_put(line, text, strlen(text));
}

/* At most that many bytes of it. */
static void access_put_field(struct access_line *line, struct octets field, size_t most,
			     access_escape *escape)
{
	size_t end = line->length + most - strlen(ACCESS_CUT);
	char piece[JSON_PIECE_MAX];
	size_t length = 1;

	while (field.length > 0) {
		size_t taken = 1;

		if (access_is_plain(field.data[0]))
			piece[0] = field.data[0];
		else
			taken = escape(field, piece, &length);
		if (line->length + length > end) {
			access_put_text(line, ACCESS_CUT);
			return;
		}
		access_put(line, piece, length);
		field = octets_skip(field, taken);
		length = 1;
	}
}

static void access_put_quoted(struct access_line *line, struct octets field, size_t most)
{
	access_put_text(line, " \"");
	if (field.data)
		access_put_field(line, field, most, access_escape_quoted);
	else
		access_put_text(line, "-");
	access_put_text(line, "\"");
}

/* Who is called "-" is not nobody. */
static void access_put_user(struct access_line *line, struct octets user)
{
	if (!user.data)
		access_put_text(line, "-");
	else if (octets_equal(user, OCTETS("-")))
		access_put_text(line, "\\x2d");
	else
		access_put_field(line, user, ACCESS_USER_MAX, access_escape_byte);
}

static void access_put_number(struct access_line *line, bool known, uint64_t number,
			      const char *unknown)
{
	if (known)
		line->length += (size_t)sprintf(line->text + line->length, "%llu",
						(unsigned long long)number);
	else
		access_put_text(line, unknown);
}

/* "CLIENT - USER [TIME] "METHOD TARGET PROTOCOL" STATUS BYTES "REFERER" "USER-AGENT"". */
static void access_put_combined(struct access_line *line, const struct access_entry *entry,
				const struct access_stamp *stamp)
{
	if (entry->client.data)
		access_put_field(line, entry->client, ACCESS_CLIENT_MAX, access_escape_byte);
	else
		access_put_text(line, "-");
	access_put_text(line, " - ");
	access_put_user(line, entry->user);
	access_put_text(line, " [");
	access_put_text(line, stamp->text);
	access_put_text(line, "] \"");
	access_put_field(line, entry->method, ACCESS_METHOD_MAX, access_escape_byte);
	access_put_text(line, " ");
	access_put_field(line, entry->target, ACCESS_TARGET_MAX, access_escape_byte);
	access_put_text(line, " ");
	access_put_field(line, entry->protocol, ACCESS_PROTOCOL_MAX, access_escape_byte);
	access_put_text(line, "\" ");
	access_put_number(line, entry->status > 0, entry->status, "-");
	access_put_text(line, " ");
	access_put_number(line, entry->complete, entry->length, "-");
	access_put_quoted(line, entry->referer, ACCESS_REFERER_MAX);
	access_put_quoted(line, entry->user_agent, ACCESS_AGENT_MAX);
	access_put_text(line, "\n");
}

static void access_put_member(struct access_line *line, const char *name, struct octets value,
			      size_t most)
{
	access_put_text(line, name);
	if (!value.data) {
		access_put_text(line, "null");
		return;
	}
	access_put_text(line, "\"");
	access_put_field(line, value, most, json_escape);
	access_put_text(line, "\"");
}

static void access_put_json(struct access_line *line, const struct access_entry *entry,
			    const struct access_stamp *stamp)
{
	access_put_text(line, "{\"time\":\"");
	access_put_text(line, stamp->text);
	line->length += (size_t)sprintf(line->text + line->length, ".%03uZ\"",
					(unsigned int)(entry->time.tv_nsec / 1000000) % 1000);
	access_put_member(line, ",\"client\":", entry->client, ACCESS_CLIENT_MAX);
	access_put_member(line, ",\"user\":", entry->user, ACCESS_USER_MAX);
	access_put_member(line, ",\"method\":", entry->method, ACCESS_METHOD_MAX);
	access_put_member(line, ",\"target\":", entry->target, ACCESS_TARGET_MAX);
	access_put_member(line, ",\"protocol\":", entry->protocol, ACCESS_PROTOCOL_MAX);
	access_put_text(line, ",\"status\":");
	access_put_number(line, entry->status > 0, entry->status, "null");
	access_put_text(line, ",\"bytes\":");
	access_put_number(line, entry->complete, entry->length, "null");
	access_put_text(line, ",\"milliseconds\":");
	access_put_number(line, true, entry->milliseconds, "");
	access_put_member(line, ",\"referer\":", entry->referer, ACCESS_REFERER_MAX);
	access_put_member(line, ",\"user_agent\":", entry->user_agent, ACCESS_AGENT_MAX);
	access_put_text(line, "}\n");
}

static void access_stamp_renew(struct access_stamp *stamp, enum access_format format, time_t second)
{
	struct tm utc;

	if (stamp->second == second && stamp->text[0] != '\0')
		return;
	gmtime_r(&second, &utc);
	stamp->second = second;
	strftime(stamp->text, sizeof(stamp->text),
		 format == ACCESS_JSON ? "%Y-%m-%dT%H:%M:%S" : "%d/%b/%Y:%H:%M:%S +0000", &utc);
}

size_t access_entry_format(const struct access_entry *entry, enum access_format format,
			   struct access_stamp *stamp, char text[static ACCESS_LINE_MAX])
{
	struct access_line line = {.text = text};

	access_stamp_renew(stamp, format, entry->time.tv_sec);
	if (format == ACCESS_JSON)
		access_put_json(&line, entry, stamp);
	else
		access_put_combined(&line, entry, stamp);
	return line.length;
}
