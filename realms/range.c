/* Reads Range without ever computing a number that does not fit. */
#include "range.h"

#include "postern/octets_parts.h"

/* One element of the list, as sent. */
struct range_spec {
	bool has_first; /* else it is about the last `last` octets */
	bool has_last;
	uint64_t first;
	uint64_t last;
};

/* Takes the digits off the beginning; false when there are none. What is too large is as large as
 * can be: it lies behind the end of every resource (RFC 9110 section 14.1.2). */
static bool range_take_number(struct octets *text, uint64_t *number)
{
	bool found = false;

	*number = 0;
	for (; text->length > 0 && text->data[0] >= '0' && text->data[0] <= '9'; found = true) {
		uint64_t digit = (uint64_t)(text->data[0] - '0');

		*number = *number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *number * 10 + digit;
		*text = octets_skip(*text, 1);
	}
	return found;
}

static bool range_parse(struct octets text, struct range_spec *spec)
{
	spec->has_first = range_take_number(&text, &spec->first);
	if (text.length == 0 || text.data[0] != '-')
		return false;
	text = octets_skip(text, 1);
	spec->has_last = range_take_number(&text, &spec->last);
	if (text.length > 0 || (!spec->has_first && !spec->has_last))
		return false;
	return !spec->has_first || !spec->has_last || spec->first <= spec->last;
}

/* False when the resource has nothing of it. */
static bool range_resolve(const struct range_spec *spec, uint64_t size, struct range *range)
{
	uint64_t end = size - 1;

	if (!spec->has_first) {
		range->first = spec->last < size ? size - spec->last : 0;
		range->last = end;
		return spec->last > 0;
	}
	range->first = spec->first;
	range->last = spec->has_last && spec->last < end ? spec->last : end;
	return spec->first <= end;
}

static bool range_touches(struct range a, struct range b)
{
	return (a.first <= b.last || a.first - b.last == 1) &&
	       (b.first <= a.last || b.first - a.last == 1);
}

static void ranges_remove(struct ranges *ranges, size_t index)
{
	ranges->count--;
	memmove(ranges->list + index, ranges->list + index + 1,
		(ranges->count - index) * sizeof(ranges->list[0]));
}

/* False when there are too many. */
static bool ranges_insert(struct ranges *ranges, size_t index, struct range range)
{
	if (ranges->count == RANGES_MAX)
		return false;
	memmove(ranges->list + index + 1, ranges->list + index,
		(ranges->count - index) * sizeof(ranges->list[0]));
	ranges->list[index] = range;
	ranges->count++;
	return true;
}

/* In the place of the first of those that become one with it. */
static bool ranges_add(struct ranges *ranges, struct range range)
{
	size_t place = ranges->count;
	size_t i = 0;

	while (i < ranges->count) {
		const struct range other = ranges->list[i];

		if (!range_touches(range, other)) {
			i++;
			continue;
		}
		range.first = other.first < range.first ? other.first : range.first;
		range.last = other.last > range.last ? other.last : range.last;
		ranges_remove(ranges, i);
		place = i < place ? i : place;
		i = 0; /* it has grown, and may touch what it did not touch before */
	}
	return ranges_insert(ranges, place, range);
}

/* False when the whole field is to be ignored. */
static bool ranges_read_element(struct octets text, uint64_t size, struct ranges *ranges, bool *any)
{
	struct range_spec spec;
	struct range range;

	if (text.length == 0)
		return true;
	*any = true;
	return range_parse(text, &spec) &&
	       (!range_resolve(&spec, size, &range) || ranges_add(ranges, range));
}

enum ranges_verdict ranges_read(struct octets value, uint64_t size, struct ranges *ranges)
{
	const struct octets unit = OCTETS("bytes=");
	struct octets element;
	bool any = false;

	ranges->count = 0;
	/* Of nothing there is no part that could be said in Content-Range. */
	if (size == 0 || !value.data || !octets_begin_ignoring_case(value, unit))
		return RANGES_IGNORED;
	value = octets_skip(value, unit.length);
	while (octets_next(&value, ',', &element)) {
		if (!ranges_read_element(octets_trim(element), size, ranges, &any))
			return RANGES_IGNORED;
	}
	if (!any)
		return RANGES_IGNORED;
	return ranges->count > 0 ? RANGES_SATISFIABLE : RANGES_UNSATISFIABLE;
}
