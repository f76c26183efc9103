/* Shows header fields to readers. */
#include "http/fields.h"

#include "http/head.h"

static enum MHD_Result fields_read_one(void *closure, enum MHD_ValueKind kind, const char *name,
				       size_t name_length, const char *value, size_t value_length)
{
	struct request_reader *reader = closure;

	(void)kind;
	if (!head_is_decoy(name))
		reader->read(reader, (struct octets){.data = name, .length = name_length},
			     octets_trim((struct octets){.data = value, .length = value_length}));
	return MHD_YES;
}

void fields_read(struct MHD_Connection *connection, struct request_reader *reader)
{
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, fields_read_one, reader);
}
