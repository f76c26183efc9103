/* Looks through Cache-Control, directive by directive. */
#include "http/cache_control.h"

#include "postern/octets_parts.h"

/* What a Cache-Control allows, as far as it counts here. */
struct cache_control {
	bool own;    /* at most the client's own cache may keep the answer */
	bool shared; /* others may, or it is not certain that they may not */
};

static void cache_control_read_directive(struct cache_control *control, struct octets directive)
{
	if (octets_equal_ignoring_case(directive, OCTETS("private")) ||
	    octets_equal_ignoring_case(directive, OCTETS("no-store")))
		control->own = true;
	else if (octets_equal_ignoring_case(directive, OCTETS("public")) ||
		 octets_begin_ignoring_case(directive, OCTETS("s-maxage=")))
		control->shared = true;
}

static void cache_control_read(struct cache_control *control, struct octets value)
{
	struct octets directive;

	/* private="X" is about the field X alone, and commas within it separate nothing. */
	if (memchr(value.data, '"', value.length))
		control->shared = true;
	while (octets_next(&value, ',', &directive))
		cache_control_read_directive(control, octets_trim(directive));
}

static bool cache_control_keeps_private(const struct response *response)
{
	struct cache_control control = {.own = false};

	for (size_t i = 0; i < response->header_count; i++)
		if (strcasecmp(response->headers[i].name, "Cache-Control") == 0)
			cache_control_read(&control, octets_from(response->headers[i].value));
	return control.own && !control.shared;
}

void cache_control_settle(struct response *response, bool guarded)
{
	/* It was settled when it was sent first, by the same portal. */
	if (response->body_kind == RESPONSE_KEPT)
		return;
	if (response->status == MHD_HTTP_UNAUTHORIZED || response->status == MHD_HTTP_FORBIDDEN)
		response_replace_header(response, "Cache-Control", "no-store");
	else if (guarded && !cache_control_keeps_private(response))
		response_replace_header(response, "Cache-Control", "private");
}
