/* Checks a request head byte by byte where libmicrohttpd's parser does not. */
#include "http/head.h"

#include "http/authorization.h"
#include "http/field_value.h"
#include "http/head_bytes.h"
#include "http/target.h"
#include "postern/response.h"

#include <assert.h>
#include <stdlib.h>

/*
 * libmicrohttpd parses in place: it writes a NUL over the separator behind each part. In a head
 * with CRLF line ends and nothing odd, each part therefore begins where the one before it ended
 * plus a known number of bytes. A folded line, a bare LF, a NUL, an empty name or a doubled space
 * breaks one of the sums, or stands where a NUL must be. What cannot be told from CRLF is NUL and
 * LF, and at the end of the head any four of CR, LF, NUL and colon that libmicrohttpd takes for
 * that end. With another parser the sums could refuse too much, never too little.
 */
#define HEAD_CRLF 2

/* libmicrohttpd copies and splits the first Cookie, in the memory that the response needs as well,
 * and refuses one that it cannot read. Nobody here wants that: it finds this one first, which is
 * none of the client's. */
const char head_decoy[] = "Cookie";

struct head_scan {
	struct head *head;
	struct error *error;
	const char *expected; /* where the next name must begin */
	unsigned int status;
	unsigned int fields;
	unsigned int hosts;
	unsigned int authorizations;
	unsigned int content_lengths;
	unsigned int transfer_encodings;
	struct octets host;
	struct octets transfer_encoding;
};

/* For what libmicrohttpd keeps of each field, and for the head of the answer. */
#define HEAD_ANSWER_MEMORY 8192 /* bytes */
#define HEAD_FIELD_MEMORY  48
static_assert(HEAD_FIELDS_MAX * HEAD_FIELD_MEMORY + RESPONSE_TEXT_MAX < HEAD_ANSWER_MEMORY,
	      "all fields of a request, and all that an avatar adds");

/* libmicrohttpd reads half of it at once: what comes behind a short head must not take the memory
 * of the answer either. */
size_t head_memory(unsigned int limit)
{
	return (limit > HEAD_ANSWER_MEMORY ? limit : HEAD_ANSWER_MEMORY) + HEAD_ANSWER_MEMORY;
}

void head_begin(struct MHD_Connection *connection)
{
	/* Without memory for it there is none for a field either, and libmicrohttpd says so. */
	MHD_set_connection_value(connection, MHD_HEADER_KIND, head_decoy, "-");
}

/* What is left of CRLF. */
static bool head_ends_line(const char *end)
{
	return end[0] == '\0' && end[1] == '\0';
}

static unsigned int head_refuse(struct error *error, unsigned int status, const char *reason)
{
	error_set(error, "%s", reason);
	return status;
}

static void head_note_content_length(struct head_scan *scan, struct octets value)
{
	scan->content_lengths++;
	/* 19 digits always fit; libmicrohttpd has its own limit below that. */
	if (value.length == 0 || value.length > 19) {
		scan->status = head_refuse(scan->error, MHD_HTTP_BAD_REQUEST,
					   "the Content-Length is no number that could be true");
		return;
	}
	scan->head->content_length = 0;
	for (size_t i = 0; i < value.length; i++) {
		if (value.data[i] < '0' || value.data[i] > '9') {
			scan->status = head_refuse(scan->error, MHD_HTTP_BAD_REQUEST,
						   "the Content-Length is not a number");
			return;
		}
		scan->head->content_length =
			scan->head->content_length * 10 + (uint64_t)(value.data[i] - '0');
	}
}

static void head_note_authorization(struct head_scan *scan, struct octets value)
{
	scan->head->authorization = value;
	if (value.length > AUTHORIZATION_LENGTH_MAX)
		scan->status = head_refuse(scan->error, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE,
					   "the Authorization is too long");
}

static void head_note_expect(struct head_scan *scan, struct octets value)
{
	if (octets_equal_ignoring_case(value, OCTETS("100-continue")))
		scan->head->expects_continue = true;
	else
		scan->status = head_refuse(scan->error, MHD_HTTP_EXPECTATION_FAILED,
					   "the client expects what this server cannot do");
}

/* Keeps what the server itself must know. Transfer-Encoding stays as it is: libmicrohttpd does not
 * take "chunked " for "chunked", and would wait for the end of the connection. */
static void head_note(struct head_scan *scan, struct octets name, struct octets raw)
{
	struct octets value = octets_trim(raw);

	scan->fields++;
	switch (name.length) {
	case sizeof("Expect") - 1:
		if (octets_equal_ignoring_case(name, OCTETS("Expect")))
			head_note_expect(scan, value);
		break;
	case sizeof("Host") - 1:
		if (octets_equal_ignoring_case(name, OCTETS("Host"))) {
			scan->hosts++;
			scan->host = value;
		}
		break;
	case sizeof("Authorization") - 1:
		if (octets_equal_ignoring_case(name, OCTETS("Authorization"))) {
			scan->authorizations++;
			head_note_authorization(scan, value);
		}
		break;
	case sizeof("Content-Length") - 1:
		if (octets_equal_ignoring_case(name, OCTETS("Content-Length")))
			head_note_content_length(scan, value);
		break;
	case sizeof("Transfer-Encoding") - 1:
		if (octets_equal_ignoring_case(name, OCTETS("Transfer-Encoding"))) {
			scan->transfer_encodings++;
			scan->transfer_encoding = raw;
		}
		break;
	}
}

static enum MHD_Result head_scan_field(void *closure, enum MHD_ValueKind kind, const char *name,
				       size_t name_length, const char *value, size_t value_length)
{
	struct head_scan *scan = closure;
	struct octets field_name = {.data = name, .length = name_length};
	struct octets field_value = {.data = value, .length = value_length};
	const char *between;

	(void)kind;
	if (head_is_decoy(name))
		return MHD_YES;
	scan->status = MHD_HTTP_BAD_REQUEST;
	if (name != scan->expected || !value) {
		error_set(scan->error, "the head has a line that is no field");
		return MHD_NO;
	}
	if (!head_is_token(field_name) || !field_value_valid(field_value) ||
	    !head_ends_line(value + value_length)) {
		error_set(scan->error, "a field has a byte that it may not have");
		return MHD_NO;
	}
	for (between = name + name_length + 1; between < value; between++) {
		if (*between != ' ' && *between != '\t') {
			error_set(scan->error, "a field has no plain colon");
			return MHD_NO;
		}
	}
	scan->expected = value + value_length + HEAD_CRLF;
	scan->status = 0;
	head_note(scan, field_name, field_value);
	return scan->status == 0 ? MHD_YES : MHD_NO;
}

/* RFC 9112 sections 3.2 and 6.3: one Host, one way to tell how long the body is. */
static unsigned int head_check_fields(const struct head_scan *scan, bool version_1_1)
{
	struct head *head = scan->head;

	if (scan->hosts > 1 || (version_1_1 && scan->hosts == 0))
		return head_refuse(scan->error, MHD_HTTP_BAD_REQUEST, "there is not one Host");
	if (!head_is_host(scan->host))
		return head_refuse(scan->error, MHD_HTTP_BAD_REQUEST, "the Host is no host");
	if (scan->authorizations > 1)
		return head_refuse(scan->error, MHD_HTTP_BAD_REQUEST,
				   "there is more than one Authorization");
	if (scan->content_lengths > 1)
		return head_refuse(scan->error, MHD_HTTP_BAD_REQUEST,
				   "there is more than one Content-Length");
	if (scan->transfer_encodings == 0)
		return 0;
	if (scan->transfer_encodings > 1 || scan->content_lengths > 0 || !version_1_1)
		return head_refuse(scan->error, MHD_HTTP_BAD_REQUEST,
				   "the Transfer-Encoding is not the only one to tell the length");
	if (!octets_equal_ignoring_case(scan->transfer_encoding, OCTETS("chunked")))
		return head_refuse(scan->error, MHD_HTTP_NOT_IMPLEMENTED,
				   "the Transfer-Encoding is not chunked");
	head->chunked = true;
	return 0;
}

static unsigned int head_check_line(struct octets method, struct octets target,
				    struct octets version, struct error *error)
{
	if (!head_is_token(method) || target.data != method.data + method.length + 1 ||
	    target.length == 0 || !head_is_visible(target) ||
	    version.data != target.data + target.length + 1 ||
	    !head_ends_line(version.data + version.length))
		return head_refuse(error, MHD_HTTP_BAD_REQUEST,
				   "the request line is not: method, target, version");
	if (method.length > HEAD_METHOD_MAX)
		return head_refuse(error, MHD_HTTP_NOT_IMPLEMENTED, "the method is too long");
	if (!octets_equal(version, OCTETS(MHD_HTTP_VERSION_1_1)) &&
	    !octets_equal(version, OCTETS(MHD_HTTP_VERSION_1_0)))
		return head_refuse(error, MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED,
				   "the version is neither HTTP/1.1 nor HTTP/1.0");
	return 0;
}

static size_t head_size(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
		->header_size;
}

static size_t head_line_length(struct octets method, struct octets target, struct octets version)
{
	return method.length + strlen(" ") + target.length + strlen(" ") + version.length +
	       HEAD_CRLF;
}

unsigned int head_check_length(struct MHD_Connection *connection, struct octets method,
			       struct octets target, struct octets version, unsigned int limit,
			       struct error *error)
{
	if (target.length <= TARGET_MAX && head_size(connection) <= limit)
		return 0;
	if (target.length > TARGET_MAX || head_line_length(method, target, version) > limit)
		return head_refuse(error, MHD_HTTP_URI_TOO_LONG, "the request line is too long");
	return head_refuse(error, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, "the head is too long");
}

unsigned int head_check(struct MHD_Connection *connection, struct octets method,
			struct octets target, struct octets version, struct head *head,
			struct error *error)
{
	struct head_scan scan = {.head = head, .error = error};
	unsigned int status = head_check_line(method, target, version, error);

	*head = (struct head){.authorization = {NULL, 0}};
	if (status != 0)
		return status;
	head->length = head_size(connection);
	scan.expected = version.data + version.length + HEAD_CRLF;
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, head_scan_field, &scan);
	if (scan.status != 0)
		return scan.status;
	if (scan.fields > HEAD_FIELDS_MAX)
		return head_refuse(error, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE,
				   "the head has too many fields");
	if (scan.expected + HEAD_CRLF != method.data + head->length ||
	    !head_ends_line(scan.expected))
		return head_refuse(error, MHD_HTTP_BAD_REQUEST,
				   "the head does not end where its fields do");
	return head_check_fields(&scan, version.data[7] == '1');
}

bool head_check_fits_library(void)
{
	return strcmp(MHD_get_version(), "0.9.75") == 0;
}
