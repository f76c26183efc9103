/* Finds header fields of a request, and lets its body be hashed. */
#include "http/request.h"

#include "http/fields.h"
#include "postern/container.h"
#include "postern/credential_factory.h"

#include <assert.h>

void request_read_headers(const struct request *request, struct request_reader *reader)
{
	fields_read(container_of(request, const struct http_request, base)->fields, reader);
}

struct request_search {
	struct request_reader reader;
	struct octets name;
	struct octets value;
};

static void request_search_field(struct request_reader *reader, struct octets name,
				 struct octets value)
{
	struct request_search *search = container_of(reader, struct request_search, reader);

	if (!search->value.data && octets_equal_ignoring_case(name, search->name))
		search->value = value;
}

struct octets request_header(const struct request *request, const char *name)
{
	struct request_search search = {
		.reader.read = request_search_field,
		.name = octets_from(name),
	};

	/* All of them, because the look-up by name would count on NULs. */
	request_read_headers(request, &search.reader);
	return search.value;
}

const unsigned char *request_hash_body(const struct request *request,
				       enum digest_algorithm algorithm)
{
	struct body_hash *hash = container_of(request, const struct http_request, base)->body_hash;

	assert(hash);
	return body_hash_want(hash, algorithm);
}
