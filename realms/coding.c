/* Reads Accept-Encoding, and weighs what it says. */
#include "coding.h"

#include "postern/container.h"
#include "postern/octets_parts.h"

/* The smallest first, among those that a client likes equally. */
static const struct coding codings[CODING_COUNT] = {
	{.name = "br", .suffix = ".br"},
	{.name = "zstd", .suffix = ".zst"},
	{.name = "gzip", .suffix = ".gz"},
};

#define CODING_QUALITY_MAX 1000

unsigned int coding_number(const struct coding *coding)
{
	return (unsigned int)(coding - codings);
}

/* "0" to "1", with up to three digits behind the point; CODING_UNSAID when it is not in the grammar
 * (RFC 9110 section 12.4.2). */
static int coding_read_quality(struct octets text)
{
	int quality = 0;
	int unit = CODING_QUALITY_MAX;

	for (size_t i = 0; i < text.length; i++) {
		if (i == 1 && text.data[i] == '.')
			continue;
		if (text.data[i] < '0' || text.data[i] > '9' || i == 1 || unit == 0)
			return CODING_UNSAID;
		quality += (text.data[i] - '0') * unit;
		unit /= 10;
	}
	return text.length == 0 || quality > CODING_QUALITY_MAX ? CODING_UNSAID : quality;
}

/* The weight is the only parameter there is; absent: there is none. */
static int coding_weigh(struct octets parameters)
{
	const struct octets name = OCTETS("q=");

	if (!parameters.data)
		return CODING_QUALITY_MAX;
	parameters = octets_trim(parameters);
	if (!octets_begin_ignoring_case(parameters, name))
		return CODING_UNSAID;
	return coding_read_quality(octets_skip(parameters, name.length));
}

/* Where the quality of that coding is kept; NULL for one that no file has. */
static int *accepted_codings_place(struct accepted_codings *accepted, struct octets name)
{
	if (octets_equal(name, OCTETS("*")))
		return &accepted->others;
	if (octets_equal_ignoring_case(name, OCTETS("identity")))
		return &accepted->identity;
	/* What gzip was called long ago (RFC 9110 section 8.4.1.3). */
	if (octets_equal_ignoring_case(name, OCTETS("x-gzip")))
		name = OCTETS("gzip");
	for (size_t i = 0; i < CODING_COUNT; i++)
		if (octets_equal_ignoring_case(name, octets_from(codings[i].name)))
			return &accepted->quality[i];
	return NULL;
}

static void accepted_codings_read(struct request_reader *reader, struct octets name,
				  struct octets value)
{
	struct accepted_codings *accepted = container_of(reader, struct accepted_codings, reader);
	struct octets coding, weight;

	if (!octets_equal_ignoring_case(name, OCTETS("Accept-Encoding")))
		return;
	while (octets_next(&value, ',', &weight) && octets_next(&weight, ';', &coding)) {
		int *place = accepted_codings_place(accepted, octets_trim(coding));

		if (place)
			*place = coding_weigh(weight);
	}
}

void accepted_codings_init(struct accepted_codings *accepted)
{
	*accepted = (struct accepted_codings){
		.reader.read = accepted_codings_read,
		.quality = {CODING_UNSAID, CODING_UNSAID, CODING_UNSAID},
		.identity = CODING_UNSAID,
		.others = CODING_UNSAID,
	};
}

static int accepted_codings_quality(const struct accepted_codings *accepted, int said, int unsaid)
{
	if (said != CODING_UNSAID)
		return said;
	return accepted->others != CODING_UNSAID ? accepted->others : unsaid;
}

size_t accepted_codings_list(const struct accepted_codings *accepted,
			     const struct coding *list[static CODING_COUNT])
{
	/* Unless it is excluded the file as it is may be sent, but nobody has asked for it. */
	int least = accepted_codings_quality(accepted, accepted->identity, 1);
	int qualities[CODING_COUNT];
	size_t count = 0;

	for (size_t i = 0; i < CODING_COUNT; i++) {
		int quality = accepted_codings_quality(accepted, accepted->quality[i], 0);
		size_t place = count;

		if (quality == 0 || quality < least)
			continue;
		for (; place > 0 && qualities[place - 1] < quality; place--) {
			qualities[place] = qualities[place - 1];
			list[place] = list[place - 1];
		}
		qualities[place] = quality;
		list[place] = &codings[i];
		count++;
	}
	return count;
}
