/* Shows header fields to readers. */
#include "http/fields.h"

#include "http/head.h"
#include "postern/container.h"

static enum MHD_Result fields_show(void *closure, enum MHD_ValueKind kind, const char *name,
				   size_t name_length, const char *value, size_t value_length)
{
	struct request_reader *reader = closure;

	(void)kind;
	if (!head_is_decoy(name))
		reader->read(reader, (struct octets){.data = name, .length = name_length},
			     (struct octets){.data = value, .length = value_length});
	return MHD_YES;
}

void fields_read_raw(struct fields fields, struct request_reader *reader)
{
	if (fields.mhd)
		MHD_get_connection_values_n(fields.mhd, MHD_HEADER_KIND, fields_show, reader);
	for (size_t i = 0; i < fields.count; i++)
		reader->read(reader, fields.list[i].name, fields.list[i].value);
}

struct fields_trimmer {
	struct request_reader base;
	struct request_reader *reader;
};

static void fields_trim(struct request_reader *reader, struct octets name, struct octets value)
{
	struct fields_trimmer *trimmer = container_of(reader, struct fields_trimmer, base);

	trimmer->reader->read(trimmer->reader, name, octets_trim(value));
}

void fields_read(struct fields fields, struct request_reader *reader)
{
	struct fields_trimmer trimmer = {.base.read = fields_trim, .reader = reader};

	fields_read_raw(fields, &trimmer.base);
}
