/* Keeps what libmicrohttpd was given, and gives it again. */
#include "http/kept_response.h"

#include "http/answer_text.h"
#include "http/date.h"
#include "postern/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

struct kept_response {
	unsigned int holders;       /* who has yet to destroy it */
	struct MHD_Response *built; /* NULL until it was sent */
	unsigned int status;
	enum response_body_kind body_kind; /* RESPONSE_TEXT or RESPONSE_LENGTH */
	uint64_t length;
	struct octets text; /* in `built` */
	time_t dated;       /* the second that its Date says; 0: it has none */
	char *fields;       /* as text; NULL: nobody has asked for them */
};

/* A length alone may stand for HEAD, and GET would get it, too. */
static bool kept_response_is_for_all(const struct response *response)
{
	return response->body_kind == RESPONSE_TEXT || (response->body_kind == RESPONSE_LENGTH &&
							response->status == MHD_HTTP_NOT_MODIFIED);
}

bool response_can_be_kept(const struct response *response)
{
	return !response->broken && kept_response_is_for_all(response);
}

struct kept_response *response_keep(struct response *response)
{
	if (!response_can_be_kept(response))
		return NULL;
	response->kept = memory_take(1, sizeof(*response->kept));
	response->kept->holders = 1;
	response->kept->body_kind = response->body_kind;
	return response->kept;
}

bool response_repeat(struct response *response, struct kept_response *kept)
{
	if (!kept->built)
		return false;
	response_finish(response);
	response->status = kept->status;
	response->header_count = 0;
	response->text_used = 0;
	response->body_kind = RESPONSE_KEPT;
	response->length = kept->length;
	response->kept = kept;
	return true;
}

struct octets kept_response_text(const struct kept_response *kept)
{
	return kept->text;
}

void kept_response_hold(struct kept_response *kept)
{
	if (kept)
		kept->holders++;
}

void kept_response_destroy(struct kept_response *kept)
{
	if (!kept || --kept->holders > 0)
		return;
	if (kept->built)
		MHD_destroy_response(kept->built);
	free(kept->fields);
	free(kept);
}

bool kept_response_is_enough(const struct response *response, bool close_connection)
{
	return response->body_kind == RESPONSE_KEPT && response->header_count == 0 &&
	       !close_connection;
}

/* libmicrohttpd would make one anew for each request. It replaces the one that is there. */
static bool kept_response_date(struct kept_response *kept)
{
	char date[DATE_SIZE];
	time_t now = time(NULL);

	if (kept->dated == now)
		return true;
	kept->dated = now;
	date_write(now, date);
	return MHD_add_response_header(kept->built, MHD_HTTP_HEADER_DATE, date) == MHD_YES;
}

enum MHD_Result kept_response_queue(struct kept_response *kept, struct MHD_Connection *connection)
{
	if (!kept_response_date(kept))
		return MHD_NO;
	return MHD_queue_response(connection, kept->status, kept->built);
}

static enum MHD_Result kept_response_copy_header(void *closure, enum MHD_ValueKind kind,
						 const char *name, const char *value)
{
	struct response *response = closure;

	(void)kind;
	/* The other one is dated by libmicrohttpd. */
	if (strcmp(name, MHD_HTTP_HEADER_DATE) != 0)
		response_add_own_header(response, name, value);
	return MHD_YES;
}

static void kept_response_write_fields(struct kept_response *kept)
{
	struct answer_text answer = {.length = 0};
	struct response response;

	response_init(&response);
	response.status = kept->status;
	response.length = kept->length;
	MHD_get_response_headers(kept->built, kept_response_copy_header, &response);
	answer_text_add_fields(&answer, &response);
	answer_text_add_length(&answer, &response);
	if (!answer.full)
		kept->fields = memory_copy_text((struct octets){answer.text, answer.length});
}

struct octets kept_response_fields(struct kept_response *kept)
{
	if (!kept->fields)
		kept_response_write_fields(kept);
	return octets_from(kept->fields);
}

void kept_response_unfold(struct response *response)
{
	const struct kept_response *kept = response->kept;

	if (response->body_kind != RESPONSE_KEPT)
		return;
	MHD_get_response_headers(kept->built, kept_response_copy_header, response);
	response->kept = NULL;
	response->body_kind = RESPONSE_NO_BODY;
	if (kept->body_kind == RESPONSE_TEXT)
		response_set_text(response, kept->text);
	else
		response_set_length(response, kept->length);
}

bool kept_response_take(const struct response *response, struct MHD_Response *built,
			bool close_connection)
{
	struct kept_response *kept = response->kept;

	if (!kept || response->personal || close_connection)
		return false;
	assert(!kept->built);
	kept->built = built;
	kept->status = response->status;
	kept->length = response->length;
	kept->text = response->body;
	return true;
}
