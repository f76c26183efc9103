/* Finds header fields of a request, and lets its body be hashed. */
#include "http/request.h"

#include "postern/container.h"
#include "postern/credential_factory.h"

#include <assert.h>

struct request_search {
	struct octets name;
	struct octets value;
};

static enum MHD_Result request_search_field(void *closure, enum MHD_ValueKind kind,
					    const char *name, size_t name_length, const char *value,
					    size_t value_length)
{
	struct request_search *search = closure;
	struct octets field = {.data = name, .length = name_length};

	(void)kind;
	if (!octets_equal_ignoring_case(field, search->name))
		return MHD_YES;
	search->value = octets_trim((struct octets){.data = value, .length = value_length});
	return MHD_NO;
}

struct octets request_header(const struct request *request, const char *name)
{
	const struct http_request *self = container_of(request, const struct http_request, base);
	struct request_search search = {.name = octets_from(name)};

	/* An iteration, because the look-up by name would count on NULs. */
	MHD_get_connection_values_n(self->connection, MHD_HEADER_KIND, request_search_field,
				    &search);
	return search.value;
}

static enum MHD_Result request_read_field(void *closure, enum MHD_ValueKind kind, const char *name,
					  size_t name_length, const char *value,
					  size_t value_length)
{
	struct request_reader *reader = closure;

	(void)kind;
	reader->read(reader, (struct octets){.data = name, .length = name_length},
		     octets_trim((struct octets){.data = value, .length = value_length}));
	return MHD_YES;
}

void request_read_headers(const struct request *request, struct request_reader *reader)
{
	const struct http_request *self = container_of(request, const struct http_request, base);

	MHD_get_connection_values_n(self->connection, MHD_HEADER_KIND, request_read_field, reader);
}

const unsigned char *request_hash_body(const struct request *request,
				       enum digest_algorithm algorithm)
{
	struct body_hash *hash = container_of(request, const struct http_request, base)->body_hash;

	assert(hash);
	return body_hash_want(hash, algorithm);
}
