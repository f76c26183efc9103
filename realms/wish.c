/* Reads the fields of a request, before it is known what it names. */
#include "wish.h"

#include "postern/container.h"

static void wish_read(struct request_reader *reader, struct octets name, struct octets value)
{
	struct wish *wish = container_of(reader, struct wish, reader);

	if (octets_begin_ignoring_case(name, OCTETS("If-")) ||
	    octets_equal_ignoring_case(name, OCTETS("Range")))
		wish->conditional = true;
	wish->accepted.reader.read(&wish->accepted.reader, name, value);
}

void wish_init(struct wish *wish, const struct request *request)
{
	wish->reader.read = wish_read;
	wish->conditional = false;
	accepted_codings_init(&wish->accepted);
	request_read_headers(request, &wish->reader);
	wish->count = accepted_codings_list(&wish->accepted, wish->codings);
}

unsigned int wish_choice(const struct wish *wish)
{
	unsigned int choice = 0;

	for (size_t i = 0; i < wish->count; i++)
		choice = choice * (CODING_COUNT + 1) + coding_number(wish->codings[i]) + 1;
	return choice;
}
