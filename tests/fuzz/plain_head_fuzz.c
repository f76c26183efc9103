/* Any octets as a plain head: what is taken is read the same, to the byte, by a reader that knows
 * nothing but RFC 9112, and by libmicrohttpd behind the check. */
#include "head_harness.h"
#include "http/plain_head.h"
#include "postern/container.h"
#include "strict_reading.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was taken, beside what libmicrohttpd shows. */
struct plain_look {
	struct head_look look;
	struct request_reader reader;
	const struct plain_head *plain;
	size_t count;
};

static bool is_there(const struct strict_reading *reading, const char *name)
{
	struct octets ignored;

	return strict_reading_count(reading, name, &ignored) > 0;
}

/* RFC 9112 sections 3, 6.3 and 9.3: one of GET and HEAD, without a body, and the connection stays.
 */
static void must_be_plain(const struct strict_reading *reading)
{
	struct octets ignored;

	assert(octets_equal(reading->method, OCTETS("GET")) ||
	       octets_equal(reading->method, OCTETS("HEAD")));
	assert(reading->target.data[0] == '/');
	assert(octets_equal(reading->version, OCTETS("HTTP/1.1")));
	assert(strict_reading_count(reading, "Host", &ignored) == 1);
	assert(strict_reading_count(reading, "Authorization", &ignored) <= 1);
	assert(!is_there(reading, "Content-Length") && !is_there(reading, "Transfer-Encoding"));
	assert(!is_there(reading, "Expect") && !is_there(reading, "Upgrade"));
	for (size_t i = 0; i < reading->field_count; i++)
		assert(!octets_equal_ignoring_case(reading->fields[i].name, OCTETS("Connection")) ||
		       octets_equal_ignoring_case(reading->fields[i].value, OCTETS("keep-alive")));
}

static bool is_same(struct octets one, struct octets other)
{
	return one.data == other.data && one.length == other.length;
}

/* Not only equal: the same places. */
static void must_be_read_the_same(const struct plain_head *plain, struct octets octets)
{
	static struct strict_reading reading;

	assert(strict_reading_read(&reading, octets));
	must_be_plain(&reading);
	assert(plain->head.length == reading.length);
	assert(is_same(plain->method, reading.method));
	assert(is_same(plain->target, reading.target));
	assert(is_same(plain->version, reading.version));
	assert(plain->field_count == reading.field_count);
	for (size_t i = 0; i < plain->field_count; i++) {
		assert(is_same(plain->fields[i].name, reading.fields[i].name));
		assert(octets_equal(octets_trim(plain->fields[i].value), reading.fields[i].value));
	}
}

static void compare_field(struct request_reader *reader, struct octets name, struct octets value)
{
	struct plain_look *look = container_of(reader, struct plain_look, reader);
	const struct field *field = &look->plain->fields[look->count++];

	assert(look->count <= look->plain->field_count);
	assert(octets_equal(field->name, name));
	assert(octets_equal(field->value, value));
}

static void compare(struct head_look *base, const struct head_seen *seen)
{
	struct plain_look *look = container_of(base, struct plain_look, look);
	const struct plain_head *plain = look->plain;

	assert(octets_equal(plain->method, seen->method));
	assert(octets_equal(plain->target, seen->target));
	assert(octets_equal(plain->version, seen->version));
	assert(plain->head.length == seen->head.length);
	assert(octets_equal(plain->head.authorization, seen->head.authorization));
	assert(!plain->head.authorization.data == !seen->head.authorization.data);
	assert(plain->head.content_length == 0 && seen->head.content_length == 0);
	assert(!plain->head.chunked && !seen->head.chunked);
	assert(!plain->head.expects_continue && !seen->head.expects_continue);
	fields_read_raw((struct fields){.mhd = seen->mhd}, &look->reader);
	assert(look->count == plain->field_count);
}

/* Wherever it is cut: who reads on finds the end of the memory. */
static void must_not_be_taken_cut(const char *data, uint64_t length)
{
	static struct plain_head plain;

	for (size_t cut = 0; cut < length; cut++) {
		char *part = malloc(cut);

		if (cut > 0)
			memcpy(part, data, cut);
		assert(!plain_head_read(&plain, (struct octets){part, cut}));
		free(part);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct plain_head plain;
	struct octets octets = {(const char *)data, size};
	struct plain_look look = {
		.look.look = compare,
		.reader.read = compare_field,
		.plain = &plain,
	};

	if (size > PLAIN_HEAD_MAX || !plain_head_read(&plain, octets))
		return 0;
	assert(plain.head.length <= size);
	must_be_read_the_same(&plain, octets);
	must_not_be_taken_cut(octets.data, plain.head.length);
	octets.length = plain.head.length;
	assert(head_harness_passes(octets, &look.look));
	return 0;
}
