/* Looks for text/html among what a client accepts. */
#include "http/accept.h"

#include "postern/container.h"
#include "postern/octets_parts.h"

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
	struct octets part;

	if (!octets_next(&range, ';', &part) ||
	    !octets_equal_ignoring_case(octets_trim(part), OCTETS("text/html")))
		return false;
	while (octets_next(&range, ';', &part))
		if (accept_is_refusal(octets_trim(part)))
			return false;
	return true;
}

bool accept_names_html(struct octets accept)
{
	struct octets range;

	while (octets_next(&accept, ',', &range))
		if (accept_range_is_html(range))
			return true;
	return false;
}

struct accept_search {
	struct request_reader reader;
	bool wanted;
};

static void accept_read(struct request_reader *reader, struct octets name, struct octets value)
{
	struct accept_search *search = container_of(reader, struct accept_search, reader);

	if (octets_equal_ignoring_case(name, OCTETS("Accept")))
		search->wanted |= accept_names_html(value);
}

bool accept_wants_html(struct fields fields)
{
	struct accept_search search = {.reader.read = accept_read};

	fields_read(fields, &search.reader);
	return search.wanted;
}
