/* Writes what stands between the parts. */
#include "multipart.h"

#include "media_type.h"
#include "postern/secret.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#define MULTIPART_BOUNDARY_MAX  (16 + 1) /* bytes with the NUL */
#define MULTIPART_DELIMITER_MAX 512      /* bytes with the NUL; media types are shorter */

/* What stands before each part and behind the last. */
struct multipart {
	char delimiters[RANGES_MAX + 1][MULTIPART_DELIMITER_MAX];
	struct response_part parts[RANGES_MAX + 1];
};

/* Nobody can write a file that holds it. */
static void multipart_choose_boundary(char boundary[static MULTIPART_BOUNDARY_MAX])
{
	uint64_t number;

	secret_random(&number, sizeof(number));
	snprintf(boundary, MULTIPART_BOUNDARY_MAX, "%016" PRIx64, number);
}

static void multipart_begin_part(struct multipart *multipart, size_t index, const char *boundary,
				 const char *type, uint64_t size, struct range range)
{
	char *delimiter = multipart->delimiters[index];
	int length = snprintf(delimiter, MULTIPART_DELIMITER_MAX,
			      "%s--%s\r\nContent-Type: %s%s\r\n"
			      "Content-Range: bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64 "\r\n\r\n",
			      index > 0 ? "\r\n" : "", boundary, type, media_type_parameters(type),
			      range.first, range.last, size);

	assert(length < MULTIPART_DELIMITER_MAX);
	multipart->parts[index] = (struct response_part){
		.text = {.data = delimiter, .length = (size_t)length},
		.offset = range.first,
		.length = range.last - range.first + 1,
	};
}

static void multipart_end(struct multipart *multipart, size_t index, const char *boundary)
{
	char *delimiter = multipart->delimiters[index];
	int length = snprintf(delimiter, MULTIPART_DELIMITER_MAX, "\r\n--%s--\r\n", boundary);

	multipart->parts[index] =
		(struct response_part){.text = {.data = delimiter, .length = (size_t)length}};
}

void multipart_set(struct response *response, int descriptor, uint64_t size, const char *type,
		   const struct ranges *ranges)
{
	char boundary[MULTIPART_BOUNDARY_MAX];
	struct multipart multipart;

	multipart_choose_boundary(boundary);
	for (size_t i = 0; i < ranges->count; i++)
		multipart_begin_part(&multipart, i, boundary, type, size, ranges->list[i]);
	multipart_end(&multipart, ranges->count, boundary);
	response_add_header(response, "Content-Type", "multipart/byteranges; boundary=%s",
			    boundary);
	response_set_parts(response, descriptor, multipart.parts, ranges->count + 1);
}
