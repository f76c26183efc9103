/* Writes what stands between the parts. */
#include "multipart.h"

#include "media_type.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define MULTIPART_BOUNDARY_MAX  (16 + 1) /* bytes with the NUL */
#define MULTIPART_DELIMITER_MAX 512      /* bytes with the NUL; media types are shorter */

/* What stands before each part and behind the last. */
struct multipart {
	char delimiters[RANGES_MAX + 1][MULTIPART_DELIMITER_MAX];
	struct response_part parts[RANGES_MAX + 1];
	size_t count;
};

/* Nobody can write a file that holds it. */
static void multipart_choose_boundary(char boundary[static MULTIPART_BOUNDARY_MAX])
{
	uint64_t number;

	secret_random(&number, sizeof(number));
	snprintf(boundary, MULTIPART_BOUNDARY_MAX, "%016" PRIx64, number);
}

static void multipart_begin_part(struct multipart *multipart, const char *boundary,
				 const struct representation *representation, struct range range)
{
	size_t index = multipart->count++;
	char *delimiter = multipart->delimiters[index];
	char type[MEDIA_TYPE_FIELD_MAX];
	int length;

	media_type_write(representation->type, type);
	length = snprintf(delimiter, MULTIPART_DELIMITER_MAX,
			  "%s--%s\r\nContent-Type: %s\r\n"
			  "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n\r\n",
			  index > 0 ? "\r\n" : "", boundary, type, range.first, range.last,
			  representation->size);
	assert(length < MULTIPART_DELIMITER_MAX);
	multipart->parts[index] = (struct response_part){
		.text = {.data = delimiter, .length = (size_t)length},
		.offset = range.first,
		.length = range.last - range.first + 1,
	};
}

static void multipart_end(struct multipart *multipart, const char *boundary)
{
	size_t index = multipart->count++;
	char *delimiter = multipart->delimiters[index];
	int length = snprintf(delimiter, MULTIPART_DELIMITER_MAX, "\r\n--%s--\r\n", boundary);

	multipart->parts[index] =
		(struct response_part){.text = {.data = delimiter, .length = (size_t)length}};
}

/* Of what is in memory. */
static void multipart_set_text(const struct multipart *multipart, struct octets whole,
			       struct response *response)
{
	size_t length = 0;
	char *text, *end;

	for (size_t i = 0; i < multipart->count; i++)
		length += multipart->parts[i].text.length + multipart->parts[i].length;
	text = end = memory_grow(NULL, length, 1);
	for (size_t i = 0; i < multipart->count; i++) {
		const struct response_part *part = &multipart->parts[i];

		end = mempcpy(end, part->text.data, part->text.length);
		end = mempcpy(end, whole.data + part->offset, part->length);
	}
	response_set_text(response, (struct octets){.data = text, .length = length});
	free(text);
}

void multipart_set(struct response *response, const struct representation *representation,
		   const struct ranges *ranges)
{
	char boundary[MULTIPART_BOUNDARY_MAX];
	struct multipart multipart;

	multipart_choose_boundary(boundary);
	multipart.count = 0;
	for (size_t i = 0; i < ranges->count; i++)
		multipart_begin_part(&multipart, boundary, representation, ranges->list[i]);
	multipart_end(&multipart, boundary);
	response_add_header(response, "Content-Type", "multipart/byteranges; boundary=%s",
			    boundary);
	if (representation->descriptor >= 0)
		response_set_parts(response, representation->descriptor, multipart.parts,
				   multipart.count);
	else
		multipart_set_text(&multipart, representation->text, response);
}
