/* Prepares user names and passwords after RFC 8265, with libunistring's tables of Unicode. */
#include "postern/precis.h"

#include "cred/precis_class.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <stdint.h>
#include <stdlib.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

static const enum precis_class precis_classes[] = {
	[PRECIS_USERNAME] = PRECIS_IDENTIFIER_CLASS,
	[PRECIS_PASSWORD] = PRECIS_FREEFORM_CLASS,
};

/* Where prepared text is collected. */
struct precis_output {
	char *buffer;
	size_t size;
	size_t used;
};

#define PRECIS_REPETITIONS 3 /* RFC 8264 section 7 */

#define PRECIS_BIDI(class) (1u << (class))

/* The classes of bidirectional text that stand in a text, or-ed. */
static uint32_t precis_bidi_classes(const struct precis_text *text)
{
	uint32_t classes = 0;

	for (size_t i = 0; i < text->length; i++)
		classes |= PRECIS_BIDI(uc_bidi_class(text->points[i]));
	return classes;
}

/* Of the last code point that is no non-spacing mark. */
static uint32_t precis_bidi_last(const struct precis_text *text)
{
	size_t end = text->length;

	while (end > 1 && uc_bidi_class(text->points[end - 1]) == UC_BIDI_NSM)
		end--;
	return PRECIS_BIDI(uc_bidi_class(text->points[end - 1]));
}

/* The Bidi Rule, RFC 5893 section 2, for what has a code point that is written from the right. A
 * text that is not empty. */
static bool precis_direction_allows(const struct precis_text *text)
{
	const uint32_t right = PRECIS_BIDI(UC_BIDI_R) | PRECIS_BIDI(UC_BIDI_AL);
	const uint32_t both_numbers = PRECIS_BIDI(UC_BIDI_EN) | PRECIS_BIDI(UC_BIDI_AN);
	const uint32_t neutral = PRECIS_BIDI(UC_BIDI_ES) | PRECIS_BIDI(UC_BIDI_CS) |
				 PRECIS_BIDI(UC_BIDI_ET) | PRECIS_BIDI(UC_BIDI_ON) |
				 PRECIS_BIDI(UC_BIDI_BN) | PRECIS_BIDI(UC_BIDI_NSM);
	uint32_t classes = precis_bidi_classes(text);

	if ((classes & (right | PRECIS_BIDI(UC_BIDI_AN))) == 0)
		return true;
	/* What begins from the left would have to be free of them: conditions 1 and 5. */
	return (PRECIS_BIDI(uc_bidi_class(text->points[0])) & right) != 0 &&
	       (classes & ~(right | both_numbers | neutral)) == 0 &&
	       (precis_bidi_last(text) & (right | both_numbers)) != 0 &&
	       (classes & both_numbers) != both_numbers;
}

/* The form in ordinary width of a full-width or half-width character (RFC 8265 section 3.4.2). */
static ucs4_t precis_map_width(ucs4_t point)
{
	ucs4_t plain[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	if (uc_decomposition(point, &tag, plain) == 1 &&
	    (tag == UC_DECOMP_WIDE || tag == UC_DECOMP_NARROW))
		return plain[0];
	return point;
}

/* Every space is a SPACE in a password (RFC 8265 section 4.2.2). */
static ucs4_t precis_map_space(ucs4_t point)
{
	return uc_is_general_category_withtable(point, UC_CATEGORY_MASK_Zs) ? ' ' : point;
}

static bool precis_decode(struct octets input, struct precis_text *text)
{
	if (input.length > PRECIS_TEXT_MAX)
		return false;
	text->length = PRECIS_TEXT_MAX;
	return u8_to_u32((const uint8_t *)input.data, input.length, text->points, &text->length);
}

static void precis_map(enum precis_profile profile, struct precis_text *text)
{
	for (size_t i = 0; i < text->length; i++)
		text->points[i] = profile == PRECIS_USERNAME ? precis_map_width(text->points[i])
							     : precis_map_space(text->points[i]);
}

static void precis_normalize(const struct precis_text *text, struct precis_text *normal)
{
	normal->length = PRECIS_TEXT_MAX;
	if (u32_normalize(UNINORM_NFC, text->points, text->length, normal->points,
			  &normal->length) != normal->points)
		abort();
}

static bool precis_encode(const struct precis_text *text, struct precis_output *output)
{
	for (size_t i = 0; i < text->length; i++) {
		int length = u8_uctomb((uint8_t *)output->buffer + output->used, text->points[i],
				       (ptrdiff_t)(output->size - output->used));

		if (length < 0)
			return false;
		output->used += (size_t)length;
	}
	return true;
}

static bool precis_copy(struct octets octets, struct precis_output *output)
{
	if (octets.length > output->size - output->used)
		return false;
	memcpy(output->buffer + output->used, octets.data, octets.length);
	output->used += octets.length;
	return true;
}

/* No rule changes it or refuses it. */
static bool precis_is_printable_ascii(struct octets octets)
{
	for (size_t i = 0; i < octets.length; i++) {
		if (octets.data[i] < 0x20 || octets.data[i] > 0x7e)
			return false;
	}
	return true;
}

/* Appends what the profile makes of a part that is not empty. */
static bool precis_enforce(enum precis_profile profile, struct octets part,
			   struct precis_output *output)
{
	struct precis_text text;
	struct precis_text normal;
	bool allowed = false;

	if (precis_is_printable_ascii(part))
		return precis_copy(part, output);
	if (precis_decode(part, &text)) {
		precis_map(profile, &text);
		allowed = precis_class_allows(precis_classes[profile], &text);
	}
	if (allowed) {
		precis_normalize(&text, &normal);
		allowed = (profile == PRECIS_PASSWORD || precis_direction_allows(&normal)) &&
			  precis_encode(&normal, output);
		secret_wipe(&normal, sizeof(normal));
	}
	secret_wipe(&text, sizeof(text));
	return allowed;
}

/* username = userpart *(1*SP userpart), RFC 8265 section 3.1: every part is prepared by itself. */
static bool precis_enforce_userparts(struct octets username, struct precis_output *output)
{
	const char *part = username.data;
	const char *end = username.data + username.length;

	if (part[0] == ' ' || end[-1] == ' ')
		return false;
	while (part < end) {
		size_t left = (size_t)(end - part);
		const char *space = memchr(part, ' ', left);
		struct octets userpart = {part, space ? (size_t)(space - part) : left};

		if (userpart.length == 0)
			userpart.length = 1; /* the space itself, which is copied */
		if (!precis_enforce(PRECIS_USERNAME, userpart, output))
			return false;
		part += userpart.length;
	}
	return true;
}

/* Applies the rules once. Wipes what it has written when they refuse the input. */
static bool precis_apply(enum precis_profile profile, struct octets input, char *buffer,
			 size_t size, struct octets *prepared)
{
	struct precis_output output = {.buffer = buffer, .size = size};
	bool allowed;

	if (input.length == 0)
		return false;
	allowed = profile == PRECIS_USERNAME ? precis_enforce_userparts(input, &output)
					     : precis_enforce(profile, input, &output);
	if (allowed)
		*prepared = (struct octets){.data = buffer, .length = output.used};
	else
		secret_wipe(buffer, output.used);
	return allowed;
}

/* RFC 8264 section 7: normalisation can make what the rules would have refused, or changed. They
 * are applied until nothing changes any more, or else the text is refused. */
static bool precis_settle(enum precis_profile profile, char *buffer, size_t size,
			  struct octets *prepared)
{
	char *again = memory_take(size, 1);
	struct octets next = {.data = NULL};
	bool settled = false;
	bool allowed = true;

	for (int i = 0; i < PRECIS_REPETITIONS && allowed && !settled; i++) {
		allowed = precis_apply(profile, *prepared, again, size, &next);
		settled = allowed && octets_equal(next, *prepared);
		if (allowed && !settled) {
			memcpy(buffer, again, next.length);
			prepared->length = next.length;
		}
	}
	secret_wipe(again, size);
	free(again);
	if (!settled)
		secret_wipe(buffer, size);
	return settled;
}

bool precis_prepare(enum precis_profile profile, struct octets input, char *buffer, size_t size,
		    struct octets *prepared)
{
	return precis_apply(profile, input, buffer, size, prepared) &&
	       (precis_is_printable_ascii(*prepared) ||
		precis_settle(profile, buffer, size, prepared));
}

bool precis_is_prepared(enum precis_profile profile, struct octets text)
{
	char *buffer = memory_take(text.length, 1);
	struct octets prepared;
	bool same = precis_apply(profile, text, buffer, text.length, &prepared) &&
		    secret_equal(prepared, text);

	secret_wipe(buffer, text.length);
	free(buffer);
	return same;
}
