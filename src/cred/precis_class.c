/* Derives, for every code point, whether a string class of PRECIS allows it. */
#include "cred/precis_class.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>

/* U+FDFA becomes 18 code points in NFKC; none becomes more. */
#define PRECIS_NFKC_MAX 18

/* What RFC 8264 section 8 derives for a code point. */
enum precis_property {
	PRECIS_DISALLOWED = 0,
	PRECIS_VALID,
	PRECIS_FREEFORM, /* ID_DIS or FREE_PVAL: only in a password */
	PRECIS_CONTEXT,  /* CONTEXTJ or CONTEXTO: where its neighbours allow it */
};

/* RFC 8264 section 9.6. */
static const struct {
	ucs4_t first;
	ucs4_t last;
	enum precis_property property;
} precis_class_exceptions[] = {
	{0x00b7, 0x00b7, PRECIS_CONTEXT},    {0x00df, 0x00df, PRECIS_VALID},
	{0x0375, 0x0375, PRECIS_CONTEXT},    {0x03c2, 0x03c2, PRECIS_VALID},
	{0x05f3, 0x05f4, PRECIS_CONTEXT},    {0x0640, 0x0640, PRECIS_DISALLOWED},
	{0x0660, 0x0669, PRECIS_CONTEXT},    {0x06f0, 0x06f9, PRECIS_CONTEXT},
	{0x06fd, 0x06fe, PRECIS_VALID},      {0x07fa, 0x07fa, PRECIS_DISALLOWED},
	{0x0f0b, 0x0f0b, PRECIS_VALID},      {0x3007, 0x3007, PRECIS_VALID},
	{0x302e, 0x302f, PRECIS_DISALLOWED}, {0x3031, 0x3035, PRECIS_DISALLOWED},
	{0x303b, 0x303b, PRECIS_DISALLOWED}, {0x30fb, 0x30fb, PRECIS_CONTEXT},
};

#define PRECIS_EXCEPTION_COUNT                                                                     \
	(sizeof(precis_class_exceptions) / sizeof(precis_class_exceptions[0]))

#define PRECIS_LETTER_DIGITS                                                                       \
	(UC_CATEGORY_MASK_Ll | UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lo | UC_CATEGORY_MASK_Nd |   \
	 UC_CATEGORY_MASK_Lm | UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Mc)
#define PRECIS_FREEFORM_ONLY                                                                       \
	(UC_CATEGORY_MASK_Lt | UC_CATEGORY_MASK_Nl | UC_CATEGORY_MASK_No | UC_CATEGORY_MASK_Me |   \
	 UC_CATEGORY_MASK_Zs | UC_CATEGORY_MASK_S | UC_CATEGORY_MASK_P)

static bool precis_class_is(ucs4_t point, uint32_t categories)
{
	return uc_is_general_category_withtable(point, categories);
}

/* Hangul_Syllable_Type L, V or T, which are grapheme cluster breaks of the same names. */
static bool precis_class_is_old_hangul(ucs4_t point)
{
	int kind = uc_graphemeclusterbreak_property(point);

	return kind == GBP_L || kind == GBP_V || kind == GBP_T;
}

/* RFC 8264 section 9.17: toNFKC(cp) != cp. */
static bool precis_class_has_compatible(ucs4_t point)
{
	ucs4_t normal[PRECIS_NFKC_MAX];
	size_t length = PRECIS_NFKC_MAX;

	if (u32_normalize(UNINORM_NFKC, &point, 1, normal, &length) != normal)
		abort();
	return length != 1 || normal[0] != point;
}

/* In the order of RFC 8264 section 8, which counts. What is not assigned, is for private use or is
 * no character falls through to the end. */
static enum precis_property precis_class_derive(ucs4_t point)
{
	for (size_t i = 0; i < PRECIS_EXCEPTION_COUNT; i++) {
		if (point >= precis_class_exceptions[i].first &&
		    point <= precis_class_exceptions[i].last)
			return precis_class_exceptions[i].property;
	}
	if (point > 0x20 && point < 0x7f)
		return PRECIS_VALID;
	if (uc_is_property_join_control(point))
		return PRECIS_CONTEXT;
	if (precis_class_is_old_hangul(point) ||
	    uc_is_property_default_ignorable_code_point(point) ||
	    precis_class_is(point, UC_CATEGORY_MASK_Cc))
		return PRECIS_DISALLOWED;
	if (precis_class_has_compatible(point))
		return PRECIS_FREEFORM;
	if (precis_class_is(point, PRECIS_LETTER_DIGITS))
		return PRECIS_VALID;
	if (precis_class_is(point, PRECIS_FREEFORM_ONLY))
		return PRECIS_FREEFORM;
	return PRECIS_DISALLOWED;
}

static bool precis_class_has_script(ucs4_t point, const char *name)
{
	const uc_script_t *script = uc_script(point);

	return script && strcmp(script->name, name) == 0;
}

/* 0, which has no property that a rule asks for, before the first and behind the last. */
static ucs4_t precis_class_point_at(const struct precis_text *text, size_t index)
{
	return index < text->length ? text->points[index] : 0;
}

static bool precis_class_has_range(const struct precis_text *text, ucs4_t first, ucs4_t last)
{
	for (size_t i = 0; i < text->length; i++) {
		if (text->points[i] >= first && text->points[i] <= last)
			return true;
	}
	return false;
}

static bool precis_class_has_kana_or_han(const struct precis_text *text)
{
	for (size_t i = 0; i < text->length; i++) {
		if (precis_class_has_script(text->points[i], "Hiragana") ||
		    precis_class_has_script(text->points[i], "Katakana") ||
		    precis_class_has_script(text->points[i], "Han"))
			return true;
	}
	return false;
}

static bool precis_class_follows_virama(const struct precis_text *text, size_t index)
{
	return uc_combining_class(precis_class_point_at(text, index - 1)) == UC_CCC_VR;
}

/* The joining type of the nearest neighbour that is not transparent. `step` is 1, or -1 as size_t:
 * the index before the first is beyond every length. */
static int precis_class_joining_neighbour(const struct precis_text *text, size_t index, size_t step)
{
	do
		index += step;
	while (index < text->length && uc_joining_type(text->points[index]) == UC_JOINING_TYPE_T);
	return uc_joining_type(precis_class_point_at(text, index));
}

static bool precis_class_stands_between_joining(const struct precis_text *text, size_t index)
{
	int before = precis_class_joining_neighbour(text, index, (size_t)-1);
	int after = precis_class_joining_neighbour(text, index, 1);

	return (before == UC_JOINING_TYPE_L || before == UC_JOINING_TYPE_D) &&
	       (after == UC_JOINING_TYPE_R || after == UC_JOINING_TYPE_D);
}

/* The contextual rules, RFC 5892 appendix A. */
static bool precis_class_context_allows(const struct precis_text *text, size_t index)
{
	switch (text->points[index]) {
	case 0x200c: /* zero width non-joiner */
		return precis_class_follows_virama(text, index) ||
		       precis_class_stands_between_joining(text, index);
	case 0x200d: /* zero width joiner */
		return precis_class_follows_virama(text, index);
	case 0x00b7: /* middle dot */
		return precis_class_point_at(text, index - 1) == 'l' &&
		       precis_class_point_at(text, index + 1) == 'l';
	case 0x0375: /* Greek lower numeral sign */
		return precis_class_has_script(precis_class_point_at(text, index + 1), "Greek");
	case 0x05f3: /* Hebrew geresh */
	case 0x05f4: /* Hebrew gershayim */
		return precis_class_has_script(precis_class_point_at(text, index - 1), "Hebrew");
	case 0x30fb: /* katakana middle dot */
		return precis_class_has_kana_or_han(text);
	case 0x0660 ... 0x0669: /* Arabic-Indic digits */
		return !precis_class_has_range(text, 0x06f0, 0x06f9);
	case 0x06f0 ... 0x06f9: /* extended Arabic-Indic digits */
		return !precis_class_has_range(text, 0x0660, 0x0669);
	default:
		return false;
	}
}

bool precis_class_allows(enum precis_class class, const struct precis_text *text)
{
	for (size_t i = 0; i < text->length; i++) {
		enum precis_property property = precis_class_derive(text->points[i]);

		if (property == PRECIS_DISALLOWED ||
		    (property == PRECIS_FREEFORM && class != PRECIS_FREEFORM_CLASS) ||
		    (property == PRECIS_CONTEXT && !precis_class_context_allows(text, i)))
			return false;
	}
	return true;
}
