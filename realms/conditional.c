/* Reads the fields that a request sets conditions with, and weighs them in the order of HTTP. */
#include "conditional.h"

#include "entity_tag.h"
#include "http_date.h"
#include "postern/container.h"

static void conditional_take_tags(struct conditional_list *list, struct octets value,
				  const char *current, bool (*equal)(struct octets, struct octets))
{
	struct octets tag;

	list->present = true;
	if (octets_equal(value, OCTETS("*")))
		list->matches = true;
	while (entity_tag_next(&value, &tag))
		list->matches |= equal(tag, octets_from(current));
}

static void conditional_take(struct conditional_field *field, struct octets value)
{
	if (field->count++ == 0)
		field->value = value;
}

static void conditional_read(struct request_reader *reader, struct octets name, struct octets value)
{
	struct conditional *conditional = container_of(reader, struct conditional, reader);
	const char *tag = conditional->validator->tag;

	if (octets_equal_ignoring_case(name, OCTETS("If-None-Match")))
		conditional_take_tags(&conditional->if_none_match, value, tag,
				      entity_tag_equal_weakly);
	else if (octets_equal_ignoring_case(name, OCTETS("If-Match")))
		conditional_take_tags(&conditional->if_match, value, tag,
				      entity_tag_equal_strongly);
	else if (octets_equal_ignoring_case(name, OCTETS("If-Modified-Since")))
		conditional_take(&conditional->if_modified_since, value);
	else if (octets_equal_ignoring_case(name, OCTETS("If-Unmodified-Since")))
		conditional_take(&conditional->if_unmodified_since, value);
	else if (octets_equal_ignoring_case(name, OCTETS("If-Range")))
		conditional_take(&conditional->if_range, value);
	else if (octets_equal_ignoring_case(name, OCTETS("Range")))
		conditional_take(&conditional->range, value);
}

void conditional_init(struct conditional *conditional, const struct validator *validator,
		      time_t now)
{
	*conditional = (struct conditional){
		.reader.read = conditional_read,
		.validator = validator,
		.now = now,
	};
}

/* What is no date, or more than one, is ignored; and all where there is none to compare with (RFC
 * 9110 section 13.1.3). */
static bool conditional_date(const struct conditional *conditional,
			     const struct conditional_field *field, time_t *date)
{
	return field->count == 1 && !conditional->validator->undated &&
	       http_date_read(field->value, conditional->now, date);
}

static bool conditional_fails(const struct conditional *conditional)
{
	time_t date;

	if (conditional->if_match.present)
		return !conditional->if_match.matches;
	return conditional_date(conditional, &conditional->if_unmodified_since, &date) &&
	       conditional->validator->modified > date;
}

static bool conditional_is_known(const struct conditional *conditional)
{
	time_t date;

	if (conditional->if_none_match.present)
		return conditional->if_none_match.matches;
	return conditional_date(conditional, &conditional->if_modified_since, &date) &&
	       conditional->validator->modified <= date;
}

enum conditional_verdict conditional_judge(const struct conditional *conditional)
{
	if (conditional_fails(conditional))
		return CONDITIONAL_FAILED;
	return conditional_is_known(conditional) ? CONDITIONAL_NOT_MODIFIED : CONDITIONAL_PROCEED;
}

/* RFC 9110 section 13.1.5: the very same version, or else the whole of the new one. */
static bool conditional_range_fits(const struct conditional *conditional)
{
	const struct validator *validator = conditional->validator;
	time_t date;

	if (conditional->if_range.count == 0)
		return true;
	if (conditional_date(conditional, &conditional->if_range, &date))
		return validator->strong && date == validator->modified;
	return conditional->if_range.count == 1 &&
	       entity_tag_equal_strongly(conditional->if_range.value, octets_from(validator->tag));
}

struct octets conditional_range(const struct conditional *conditional)
{
	if (conditional->range.count != 1 || !conditional_range_fits(conditional))
		return (struct octets){.data = NULL};
	return conditional->range.value;
}
