/* Any octets as a request head, behind libmicrohttpd's parser: what passes the check is read the
 * same, to the byte, by a parser that knows nothing but RFC 9112. */
#include "http/exchange.h"
#include "http/fields.h"
#include "http/loop.h"
#include "postern/container.h"

#include <assert.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LENGTH_MAX 10000 /* bytes: a head may be too long */
#define FIELDS_MAX (LENGTH_MAX / 4)

/* A head, however it was read. */
struct reading {
	struct octets method;
	struct octets target;
	struct octets version;
	struct field fields[FIELDS_MAX];
	size_t field_count;
	size_t length; /* in bytes, with the empty line */
};

/* One request on its way through libmicrohttpd. */
struct harness {
	struct MHD_Daemon *daemon;
	struct connection connection;
	struct octets sent;
	bool connected;
	bool passed;
	struct reading reading; /* of what has passed */
};

static struct loop loop;
static struct harness harness;

/* Cuts what stands before the separator off, and the separator. False: there is none. */
static bool cut(struct octets *rest, const char *separator, struct octets *part)
{
	size_t length = strlen(separator);
	const char *end = memmem(rest->data, rest->length, separator, length);

	if (!end)
		return false;
	*part = (struct octets){rest->data, (size_t)(end - rest->data)};
	*rest = octets_skip(*rest, part->length + length);
	return true;
}

static bool has_control(struct octets text)
{
	for (size_t i = 0; i < text.length; i++)
		if (((unsigned char)text.data[i] < ' ' && text.data[i] != '\t') ||
		    text.data[i] == 0x7f)
			return true;
	return false;
}

static bool is_token(struct octets text)
{
	static const char others[] = "!#$%&'*+-.^_`|~0123456789"
				     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (size_t i = 0; i < text.length; i++)
		if (!memchr(others, text.data[i], sizeof(others) - 1))
			return false;
	return text.length > 0;
}

static bool read_field(struct octets line, struct field *field)
{
	if (!cut(&line, ":", &field->name) || !is_token(field->name) || has_control(line))
		return false;
	field->value = octets_trim(line);
	return true;
}

/* By the grammar of RFC 9112 sections 2.1 to 5.2; nothing is forgiven. */
static bool read_strictly(struct octets text, struct reading *reading)
{
	const char *begin = text.data;
	struct octets line;

	reading->field_count = 0;
	if (!cut(&text, "\r\n", &line) || has_control(line) || !cut(&line, " ", &reading->method) ||
	    !cut(&line, " ", &reading->target) || !is_token(reading->method) ||
	    reading->target.length == 0 || memchr(line.data, ' ', line.length))
		return false;
	reading->version = line;
	while (cut(&text, "\r\n", &line)) {
		reading->length = (size_t)(text.data - begin);
		if (line.length == 0)
			return true;
		assert(reading->field_count < FIELDS_MAX);
		if (!read_field(line, &reading->fields[reading->field_count++]))
			return false;
	}
	return false;
}

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
	static char text[LENGTH_MAX];

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

static size_t count_fields(const struct reading *reading, const char *name, struct octets *value)
{
	size_t count = 0;

	for (size_t i = 0; i < reading->field_count; i++) {
		if (octets_equal_ignoring_case(reading->fields[i].name, octets_from(name))) {
			*value = reading->fields[i].value;
			count++;
		}
	}
	return count;
}

/* RFC 9112 section 6: there is one length, and no other server could see another. */
static void must_have_one_length(const struct reading *reading, const struct head *head)
{
	struct octets length = {.data = NULL};
	struct octets encoding = {.data = NULL};
	size_t lengths = count_fields(reading, "Content-Length", &length);
	size_t encodings = count_fields(reading, "Transfer-Encoding", &encoding);

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

static void must_be_read(const struct reading *reading, const struct head *head)
{
	struct octets authorization = {.data = NULL};
	struct octets ignored;
	size_t hosts = count_fields(reading, "Host", &ignored);

	assert(octets_equal(reading->version, OCTETS("HTTP/1.1")) ||
	       octets_equal(reading->version, OCTETS("HTTP/1.0")));
	assert(hosts == 1 || (hosts == 0 && octets_equal(reading->version, OCTETS("HTTP/1.0"))));
	assert(count_fields(reading, "Authorization", &authorization) <= 1);
	assert(octets_equal(authorization, head->authorization));
	assert(!authorization.data == !head->authorization.data);
	assert(head->expects_continue == (count_fields(reading, "Expect", &ignored) > 0));
	assert(reading->length <= HEAD_LIMIT);
	must_have_one_length(reading, head);
}

struct comparison {
	struct request_reader reader;
	const struct reading *reading;
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
static void must_have_fields(struct MHD_Connection *connection, const struct reading *reading)
{
	struct comparison comparison = {.reader.read = compare_field, .reading = reading};

	fields_read((struct fields){.mhd = connection}, &comparison.reader);
	assert(comparison.count == reading->field_count);
}

static void check(struct MHD_Connection *connection, const char *method, const char *version)
{
	struct reading *reading = &harness.reading;
	const struct exchange *exchange = &harness.connection.exchange;
	struct octets sent = without_empty_lines(harness.sent);
	struct error error = {.text = ""};
	struct head head;
	unsigned int status;

	status = head_check_length(connection, octets_from(method), exchange->target,
				   octets_from(version), HEAD_LIMIT, &error);
	if (status == 0)
		status = head_check(connection, octets_from(method), exchange->target,
				    octets_from(version), &head, &error);
	harness.passed = status == 0;
	if (!harness.passed) {
		assert(status >= 400 && status <= 599 && error.text[0] != '\0');
		return;
	}
	sent.length = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
			      ->header_size;
	assert(read_strictly(with_line_ends(sent), reading));
	assert(reading->length == sent.length);
	assert(octets_equal(reading->method, octets_from(method)));
	assert(octets_equal(reading->target, exchange->target));
	assert(octets_equal(reading->version, octets_from(version)));
	must_be_read(reading, &head);
	must_have_fields(connection, reading);
}

static void *notify_target(void *closure, const char *target, struct MHD_Connection *connection)
{
	(void)closure;
	harness.connection.mhd = connection;
	exchange_open(&harness.connection, target);
	return &harness;
}

static enum MHD_Result handle(void *closure, struct MHD_Connection *connection, const char *url,
			      const char *method, const char *version, const char *upload,
			      size_t *upload_size, void **context)
{
	const struct exchange *exchange = &harness.connection.exchange;

	(void)closure;
	(void)url;
	(void)upload;
	(void)upload_size;
	(void)context;
	if (exchange->question)
		exchange->question[1] = exchange->query_byte;
	check(connection, method, version);
	return MHD_NO;
}

static void notify_connection(void *closure, struct MHD_Connection *connection, void **context,
			      enum MHD_ConnectionNotificationCode code)
{
	(void)closure;
	(void)connection;
	(void)context;
	harness.connected = code == MHD_CONNECTION_NOTIFY_STARTED;
}

/* Nothing is unescaped, as in the server. */
static size_t leave_escapes(void *closure, struct MHD_Connection *connection, char *text)
{
	(void)closure;
	(void)connection;
	return strlen(text);
}

static void start(void)
{
	harness.connection.loop = &loop;
	harness.daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, handle, NULL,
		MHD_OPTION_NOTIFY_CONNECTION, notify_connection, NULL, MHD_OPTION_URI_LOG_CALLBACK,
		notify_target, NULL, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, head_memory(HEAD_LIMIT), MHD_OPTION_END);
	assert(harness.daemon && head_check_fits_library());
}

/* Until the connection is closed: by the handler, by libmicrohttpd's own refusal, or because the
 * client has gone. */
static void run(int client)
{
	for (int i = 0; i < 4 && harness.connected; i++)
		MHD_run(harness.daemon);
	close(client);
	for (int i = 0; i < 16 && harness.connected; i++)
		MHD_run(harness.daemon);
	assert(!harness.connected);
}

static bool passes(struct octets sent)
{
	struct sockaddr_in nobody = {.sin_family = AF_INET};
	int sockets[2];

	if (!harness.daemon)
		start();
	harness.sent = sent;
	harness.passed = false;
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets) == 0);
	assert(write(sockets[0], sent.data, sent.length) == (ssize_t)sent.length);
	assert(MHD_add_connection(harness.daemon, sockets[1], (struct sockaddr *)&nobody,
				  sizeof(nobody)) == MHD_YES);
	run(sockets[0]);
	return harness.passed;
}

/* The same head in as few bytes as there can be. */
static struct octets rewritten(const struct reading *reading, char *text)
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
	static char text[LENGTH_MAX];
	struct octets again;

	if (size == 0 || size > LENGTH_MAX || !passes((struct octets){(const char *)data, size}))
		return 0;
	again = rewritten(&harness.reading, text);
	assert(again.length <= harness.reading.length);
	assert(passes(again));
	return 0;
}
