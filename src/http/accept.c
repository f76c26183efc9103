/* Looks for text/html among what a client accepts. */
#include "http/accept.h"

static struct octets accept_take(struct octets *text, char separator)
{
	return octets_trim(octets_take_until(text, separator));
}

/* "q=0", "q=0.0", "q=0.00", "q=0.000". */
static bool accept_is_refusal(struct octets parameter)
{
	if (!octets_begin_ignoring_case(parameter, OCTETS("q=0")))
		return false;
	for (size_t i = strlen("q=0"); i < parameter.length; i++)
		if (parameter.data[i] != '0' && parameter.data[i] != '.')
			return false;
	return true;
}

static bool accept_range_is_html(struct octets range)
{
	if (!octets_equal_ignoring_case(accept_take(&range, ';'), OCTETS("text/html")))
		return false;
	while (range.length > 0)
		if (accept_is_refusal(accept_take(&range, ';')))
			return false;
	return true;
}

bool accept_names_html(struct octets accept)
{
	while (accept.length > 0)
		if (accept_range_is_html(accept_take(&accept, ',')))
			return true;
	return false;
}

static enum MHD_Result accept_read_field(void *closure, enum MHD_ValueKind kind, const char *name,
					 size_t name_length, const char *value, size_t value_length)
{
	bool *wanted = closure;

	(void)kind;
	if (value &&
	    octets_equal_ignoring_case((struct octets){name, name_length}, OCTETS("Accept")))
		*wanted = accept_names_html((struct octets){value, value_length});
	return *wanted ? MHD_NO : MHD_YES;
}

bool accept_wants_html(struct MHD_Connection *connection)
{
	bool wanted = false;

	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, accept_read_field, &wanted);
	return wanted;
}
