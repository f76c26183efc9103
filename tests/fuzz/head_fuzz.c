/* Any octets as a request head, behind libmicrohttpd's parser: what passes the check is read the
 * same, to the byte, by a parser that knows nothing but RFC 9112. */
#include "head_harness.h"
#include "postern/container.h"
#include "strict_reading.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct head_fuzz_look {
	struct head_look look;
	struct octets sent;
	struct strict_reading reading;
};

/* RFC 9112 section 2.2: those before a request are passed over. libmicrohttpd takes a line that
 * begins with NUL for an empty one, and leaves no trace of it. */
static struct octets without_empty_lines(struct octets text)
{
	while (text.length > 0 && memchr("\r\n", *text.data, 3)) {
		const char *end = memchr(text.data, '\n', text.length);
		size_t length = end ? (size_t)(end - text.data) + 1 : text.length;

		text = octets_skip(text, length);
	}
	return text;
}

/* The head as CRLFs would make it. Of NUL and LF libmicrohttpd leaves behind what it leaves of
 * CRLF, and of the last four bytes four NULs, whatever of CR, LF, NUL and colon they were. */
static struct octets with_line_ends(struct octets head)
{
	static char text[STRICT_READING_MAX];

	assert(head.length >= 4 && head.length <= sizeof(text));
	memcpy(text, head.data, head.length);
	for (size_t i = 0; i + 1 < head.length; i++)
		if (text[i] == '\0' && text[i + 1] == '\n')
			text[i] = '\r';
	for (size_t i = head.length - 4; i < head.length; i++)
		assert(memchr("\r\n:", text[i], 4));
	memcpy(text + head.length - 4, "\r\n\r\n", 4);
	return (struct octets){text, head.length};
}

/* RFC 9112 section 6: there is one length, and no other server could see another. */
static void must_have_one_length(const struct strict_reading *reading, const struct head *head)
{
	struct octets length = {.data = NULL};
	struct octets encoding = {.data = NULL};
	size_t lengths = strict_reading_count(reading, "Content-Length", &length);
	size_t encodings = strict_reading_count(reading, "Transfer-Encoding", &encoding);

	assert(lengths + encodings <= 1 && head->chunked == (encodings == 1));
	assert(encodings == 0 || octets_equal_ignoring_case(encoding, OCTETS("chunked")));
	if (lengths == 0) {
		assert(head->content_length == 0);
	} else {
		char text[32];
		char expected[32];

		assert(length.length > 0 && length.length < sizeof(text));
		snprintf(text, sizeof(text), "%.*s", (int)length.length, length.data);
		snprintf(expected, sizeof(expected), "%0*lu", (int)length.length,
			 (unsigned long)head->content_length);
		assert(strcmp(text, expected) == 0);
	}
}

static void must_be_read(const struct strict_reading *reading, const struct head *head)
{
	struct octets authorization = {.data = NULL};
	struct octets ignored;
	size_t hosts = strict_reading_count(reading, "Host", &ignored);

	assert(octets_equal(reading->version, OCTETS("HTTP/1.1")) ||
	       octets_equal(reading->version, OCTETS("HTTP/1.0")));
	assert(hosts == 1 || (hosts == 0 && octets_equal(reading->version, OCTETS("HTTP/1.0"))));
	assert(strict_reading_count(reading, "Authorization", &authorization) <= 1);
	assert(octets_equal(authorization, head->authorization));
	assert(!authorization.data == !head->authorization.data);
	assert(head->expects_continue == (strict_reading_count(reading, "Expect", &ignored) > 0));
	assert(reading->length <= HEAD_LIMIT);
	must_have_one_length(reading, head);
}

struct comparison {
	struct request_reader reader;
	const struct strict_reading *reading;
	size_t count;
};

static void compare_field(struct request_reader *reader, struct octets name, struct octets value)
{
	struct comparison *comparison = container_of(reader, struct comparison, reader);
	const struct field *field = &comparison->reading->fields[comparison->count++];

	assert(comparison->count <= comparison->reading->field_count);
	assert(octets_equal(field->name, name));
	assert(octets_equal(field->value, value));
}

/* What an avatar gets from request_header() are the fields that the bytes name, all of them. */
static void must_have_fields(struct MHD_Connection *connection,
			     const struct strict_reading *reading)
{
	struct comparison comparison = {.reader.read = compare_field, .reading = reading};

	fields_read((struct fields){.mhd = connection}, &comparison.reader);
	assert(comparison.count == reading->field_count);
}

static void look_strictly(struct head_look *base, const struct head_seen *seen)
{
	struct head_fuzz_look *look = container_of(base, struct head_fuzz_look, look);
	struct strict_reading *reading = &look->reading;
	struct octets sent = without_empty_lines(look->sent);

	sent.length = seen->head.length;
	assert(strict_reading_read(reading, with_line_ends(sent)));
	assert(reading->length == sent.length);
	assert(octets_equal(reading->method, seen->method));
	assert(octets_equal(reading->target, seen->target));
	assert(octets_equal(reading->version, seen->version));
	must_be_read(reading, &seen->head);
	must_have_fields(seen->mhd, reading);
}

static bool passes(struct head_fuzz_look *look, const char *data, size_t size)
{
	look->sent = (struct octets){data, size};
	return head_harness_passes(look->sent, &look->look);
}

/* The same head in as few bytes as there can be. */
static struct octets rewritten(const struct strict_reading *reading, char *text)
{
	char *at = text;

	at += sprintf(at, "%.*s %.*s %.*s\r\n", (int)reading->method.length, reading->method.data,
		      (int)reading->target.length, reading->target.data,
		      (int)reading->version.length, reading->version.data);
	for (size_t i = 0; i < reading->field_count; i++) {
		const struct field *field = &reading->fields[i];

		at += sprintf(at, "%.*s:%.*s\r\n", (int)field->name.length, field->name.data,
			      (int)field->value.length, field->value.data);
	}
	at += sprintf(at, "\r\n");
	return (struct octets){text, (size_t)(at - text)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct head_fuzz_look look = {.look.look = look_strictly};
	static char text[STRICT_READING_MAX];
	struct octets again;

	if (size == 0 || size > STRICT_READING_MAX || !passes(&look, (const char *)data, size))
		return 0;
	again = rewritten(&look.reading, text);
	assert(again.length <= look.reading.length);
	assert(passes(&look, again.data, again.length));
	return 0;
}
