/* Collects a response's status, fields and body, and hands them to libmicrohttpd. */
#include "http/response.h"

#include "base/log.h"
#include "http/accept.h"
#include "http/failure.h"
#include "http/field_value.h"
#include "http/head_bytes.h"
#include "http/kept_response.h"
#include "postern/memory.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void response_init(struct response *response)
{
	/* The text is written before it is read: zeroing it would cost more than the rest. */
	response->status = MHD_HTTP_OK;
	response->broken = false;
	response->header_count = 0;
	response->text_used = 0;
	response->body_kind = RESPONSE_NO_BODY;
	response->body = OCTETS("");
	response->descriptor = -1;
	response->offset = 0;
	response->length = 0;
	response->parts = NULL;
	response->kept = NULL;
	response->personal = false;
}

void response_finish(struct response *response)
{
	if (response->body_kind == RESPONSE_TEXT)
		free((char *)response->body.data);
	else if (response->body_kind == RESPONSE_FILE)
		close(response->descriptor);
	else if (response->body_kind == RESPONSE_PARTS)
		parts_destroy(response->parts);
	response->body_kind = RESPONSE_NO_BODY;
	response->body = OCTETS("");
	response->descriptor = -1;
	response->parts = NULL;
}

/* Values stand in the text of the response itself. */
void response_move(struct response *to, struct response *from)
{
	*to = *from;
	for (size_t i = 0; i < to->header_count; i++)
		to->headers[i].value = to->text + (from->headers[i].value - from->text);
	from->body_kind = RESPONSE_NO_BODY;
	response_finish(from);
}

void response_set_status(struct response *response, unsigned int status)
{
	if (status < 200 || status > 599)
		response->broken = true;
	response->status = status;
}

/* What is the server's business: a second length would let the next answer begin elsewhere. */
static bool response_may_have(struct octets name)
{
	return head_is_token(name) && !octets_equal_ignoring_case(name, OCTETS("Connection")) &&
	       !octets_equal_ignoring_case(name, OCTETS("Content-Length")) &&
	       !octets_equal_ignoring_case(name, OCTETS("Date")) &&
	       !octets_equal_ignoring_case(name, OCTETS("Transfer-Encoding"));
}

/* The value stands in the text already. */
static void response_keep_header(struct response *response, const char *name, size_t length)
{
	const char *value = response->text + response->text_used;

	if (!response_may_have(octets_from(name)) || length == 0 ||
	    !field_value_valid((struct octets){value, length})) {
		response->broken = true;
		return;
	}
	response->text_used += length + 1;
	response->headers[response->header_count++] =
		(struct response_header){.name = name, .value = value};
}

/* For what an avatar adds, in bytes. */
static size_t response_room(const struct response *response)
{
	if (response->header_count >= RESPONSE_HEADERS_MAX ||
	    response->text_used >= RESPONSE_TEXT_MAX)
		return 0;
	return RESPONSE_TEXT_MAX - response->text_used;
}

void response_add_header(struct response *response, const char *name, const char *format, ...)
{
	size_t room = response_room(response);
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(response->text + response->text_used, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= room)
		response->broken = true;
	else
		response_keep_header(response, name, (size_t)length);
}

void response_add_plain_header(struct response *response, const char *name, const char *value)
{
	if (strlen(value) >= response_room(response))
		response->broken = true;
	else
		response_add_own_header(response, name, value);
}

void response_add_own_header(struct response *response, const char *name, const char *value)
{
	size_t length = strlen(value);

	assert(response->header_count < RESPONSE_HEADERS_MAX + RESPONSE_HEADERS_OURS);
	assert(length < sizeof(response->text) - response->text_used);
	memcpy(response->text + response->text_used, value, length + 1);
	response_keep_header(response, name, length);
}

void response_add_personal_header(struct response *response, const char *name, const char *value)
{
	response_add_own_header(response, name, value);
	response->personal = true;
}

void response_replace_header(struct response *response, const char *name, const char *value)
{
	size_t kept = 0;

	for (size_t i = 0; i < response->header_count; i++)
		if (strcasecmp(response->headers[i].name, name) != 0)
			response->headers[kept++] = response->headers[i];
	response->header_count = kept;
	response_add_own_header(response, name, value);
}

void response_set_text(struct response *response, struct octets body)
{
	char *copy = memory_copy_text(body);

	response_finish(response);
	response->body_kind = RESPONSE_TEXT;
	response->body = (struct octets){.data = copy, .length = body.length};
	response->length = body.length;
}

void response_set_constant(struct response *response, struct octets body)
{
	response_finish(response);
	response->body_kind = RESPONSE_CONSTANT;
	response->body = body;
	response->length = body.length;
}

void response_set_file(struct response *response, int descriptor, uint64_t offset, uint64_t length)
{
	response_finish(response);
	response->body_kind = RESPONSE_FILE;
	response->descriptor = descriptor;
	response->offset = offset;
	response->length = length;
}

void response_set_length(struct response *response, uint64_t length)
{
	response_finish(response);
	response->body_kind = RESPONSE_LENGTH;
	response->length = length;
}

void response_set_parts(struct response *response, int descriptor,
			const struct response_part *parts, size_t count)
{
	response_finish(response);
	response->body_kind = RESPONSE_PARTS;
	response->parts = parts_create(descriptor, parts, count);
	response->length = parts_length(response->parts);
}

void response_set_failure(struct response *response, unsigned int status)
{
	response_finish(response);
	response_set_status(response, status);
	response->body_kind = RESPONSE_FAILURE;
}

void response_fail(struct response *response, unsigned int status)
{
	response_finish(response);
	response_init(response);
	response_set_failure(response, status);
	response_add_own_header(response, "Cache-Control", "no-store");
}

void response_settle(struct response *response, bool html)
{
	const struct failure *failure;

	if (response->body_kind != RESPONSE_FAILURE)
		return;
	failure = failure_find(response->status);
	response_set_constant(response, html ? failure->page : failure->line);
	response_add_own_header(response, "Content-Type",
				html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
	response_add_own_header(response, "Vary", "Accept");
	if (html)
		response_add_own_header(response, "Content-Security-Policy", failure_policy);
}

void response_settle_for(struct response *response, struct fields fields)
{
	if (response->body_kind == RESPONSE_FAILURE)
		response_settle(response, accept_wants_html(fields));
}

/* A file that is shorter than the answer has said ends the connection: the client must see that it
 * has not got all. */
static ssize_t response_read_parts(void *closure, uint64_t position, char *buffer, size_t size)
{
	ssize_t length = parts_read(closure, position, buffer, size);

	return length < 0 ? MHD_CONTENT_READER_END_WITH_ERROR : length;
}

static void response_free_parts(void *closure)
{
	parts_destroy(closure);
}

static struct MHD_Response *response_build_parts(struct parts *parts)
{
	return MHD_create_response_from_callback(parts_length(parts), PARTS_BLOCK,
						 response_read_parts, parts, response_free_parts);
}

/* Where the length was set for what has a body after all. */
static ssize_t response_read_nothing(void *closure, uint64_t position, char *buffer, size_t size)
{
	(void)closure;
	(void)position;
	(void)buffer;
	(void)size;
	return MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *response_build_body(struct response *response)
{
	char *data = (char *)response->body.data;
	struct MHD_Response *built;

	switch (response->body_kind) {
	case RESPONSE_TEXT:
		built = MHD_create_response_from_buffer(response->body.length, data,
							MHD_RESPMEM_MUST_FREE);
		break;
	case RESPONSE_FILE:
		built = MHD_create_response_from_fd_at_offset64(
			response->length, response->descriptor, response->offset);
		break;
	case RESPONSE_PARTS:
		built = response_build_parts(response->parts);
		break;
	case RESPONSE_LENGTH:
		built = MHD_create_response_from_callback(response->length, 1,
							  response_read_nothing, NULL, NULL);
		break;
	default:
		built = MHD_create_response_from_buffer(response->body.length, data,
							MHD_RESPMEM_PERSISTENT);
		break;
	}
	/* What libmicrohttpd has taken over is no longer ours to free. */
	if (built)
		response->body_kind = RESPONSE_NO_BODY;
	return built;
}

static struct MHD_Response *response_build(struct response *response, bool close_connection)
{
	struct MHD_Response *built = response_build_body(response);
	bool complete = built;

	/* Connection goes first: 0.9.75 forgets what it knows of Date when it comes later. */
	if (complete && close_connection)
		complete = MHD_add_response_header(built, MHD_HTTP_HEADER_CONNECTION, "close") ==
			   MHD_YES;
	for (size_t i = 0; complete && i < response->header_count; i++)
		complete = MHD_add_response_header(built, response->headers[i].name,
						   response->headers[i].value) == MHD_YES;
	if (built && !complete) {
		MHD_destroy_response(built);
		return NULL;
	}
	return built;
}

/* There is no sendfile() with TLS, and libmicrohttpd's own blocks are of 4 KiB. */
static void response_choose_way(struct response *response, struct MHD_Connection *connection)
{
	const struct response_part whole = {.offset = response->offset, .length = response->length};
	int descriptor = response->descriptor;

	if (response->body_kind != RESPONSE_FILE ||
	    !MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION))
		return;
	response->body_kind = RESPONSE_NO_BODY;
	response_set_parts(response, descriptor, &whole, 1);
}

void response_give_to_keep(struct response *response)
{
	struct MHD_Response *built;

	if (!response->kept || response->body_kind == RESPONSE_KEPT || response->personal)
		return;
	built = response_build(response, false);
	if (built && !kept_response_take(response, built, false))
		MHD_destroy_response(built);
}

enum MHD_Result response_queue(struct response *response, struct MHD_Connection *connection,
			       bool close_connection)
{
	const struct fields fields = {.mhd = connection};
	struct MHD_Response *built = NULL;
	enum MHD_Result queued;

	response_settle_for(response, fields);
	response_choose_way(response, connection);
	if (kept_response_is_enough(response, close_connection))
		return kept_response_queue(response->kept, connection);
	kept_response_unfold(response);
	if (!response->broken)
		built = response_build(response, close_connection);
	if (!built) {
		log_line(LOG_LEVEL_ERROR, "http", "a response broke the rules, status %u",
			 response->status);
		response_fail(response, MHD_HTTP_INTERNAL_SERVER_ERROR);
		response_settle_for(response, fields);
		built = response_build(response, close_connection);
	}
	if (!built)
		return MHD_NO;
	queued = MHD_queue_response(connection, response->status, built);
	if (!kept_response_take(response, built, close_connection))
		MHD_destroy_response(built);
	return queued;
}
