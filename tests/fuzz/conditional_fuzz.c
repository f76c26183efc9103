/* Any header fields as conditions, ranges and codings: what is decided follows from fields that are
 * there, parts lie within the file, apart from each other, and no coding is listed twice. */
#include "../../realms/coding.h"
#include "../../realms/conditional.h"
#include "../../realms/http_date.h"
#include "../../realms/range.h"
#include "postern/octets_parts.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1704164700)

/* Where the sanitizer sees each byte that is read behind the end. */
static struct octets copy(struct octets octets)
{
	char *memory = malloc(octets.length > 0 ? octets.length : 1);

	assert(memory);
	if (octets.length > 0)
		memcpy(memory, octets.data, octets.length);
	return (struct octets){.data = memory, .length = octets.length};
}

static void date_must_stay(struct octets value)
{
	char text[HTTP_DATE_MAX];
	time_t date;
	time_t again;

	if (!http_date_read(value, NOW, &date) || date < 0 || date > INT64_C(253402300799))
		return;
	http_date_write(date, text);
	assert(http_date_read(octets_from(text), NOW, &again) && again == date);
}

static void ranges_must_fit(struct octets value, uint64_t size)
{
	struct ranges ranges;
	uint64_t total = 0;

	if (ranges_read(value, size, &ranges) != RANGES_SATISFIABLE)
		return;
	assert(ranges.count >= 1 && ranges.count <= RANGES_MAX);
	for (size_t i = 0; i < ranges.count; i++) {
		struct range a = ranges.list[i];

		assert(a.first <= a.last && a.last < size);
		total += a.last - a.first + 1;
		for (size_t j = 0; j < i; j++) {
			struct range b = ranges.list[j];

			assert(a.last + 1 < b.first || b.last + 1 < a.first);
		}
	}
	assert(total <= size);
}

static void codings_must_differ(const struct accepted_codings *accepted)
{
	const struct coding *list[CODING_COUNT];
	size_t count = accepted_codings_list(accepted, list);

	assert(count <= CODING_COUNT && accepted->others <= 1000 && accepted->identity <= 1000);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			assert(list[i] != list[j]);
}

struct seen {
	bool match;
	bool none_match;
	bool modified;
	bool unmodified;
	unsigned int ranges;
	bool has_tag; /* some field has the tag, weak or not */
	bool has_star;
};

static void look(struct seen *seen, struct octets name, struct octets value)
{
	seen->match |= octets_equal_ignoring_case(name, OCTETS("If-Match"));
	seen->none_match |= octets_equal_ignoring_case(name, OCTETS("If-None-Match"));
	seen->modified |= octets_equal_ignoring_case(name, OCTETS("If-Modified-Since"));
	seen->unmodified |= octets_equal_ignoring_case(name, OCTETS("If-Unmodified-Since"));
	seen->ranges += octets_equal_ignoring_case(name, OCTETS("Range"));
	seen->has_tag |= memmem(value.data, value.length, "\"x\"", 3) != NULL;
	seen->has_star |= octets_equal(value, OCTETS("*"));
}

static void must_follow(const struct conditional *conditional, const struct seen *seen)
{
	struct octets range = conditional_range(conditional);

	switch (conditional_judge(conditional)) {
	case CONDITIONAL_FAILED:
		assert(seen->match || seen->unmodified);
		break;
	case CONDITIONAL_NOT_MODIFIED:
		assert(seen->none_match ? seen->has_tag || seen->has_star : seen->modified);
		break;
	case CONDITIONAL_PROCEED:
		assert(!seen->match || seen->has_tag || seen->has_star);
		break;
	}
	assert(!range.data || seen->ranges == 1);
}

static void judge(struct octets fields, const struct validator *validator, uint64_t size)
{
	struct conditional conditional;
	struct accepted_codings accepted;
	struct seen seen = {.ranges = 0};
	struct octets range, value;

	conditional_init(&conditional, validator, NOW);
	accepted_codings_init(&accepted);
	while (octets_next(&fields, '\n', &value)) {
		struct octets name = value;

		if (!octets_cut(&value, ':', &name))
			value = OCTETS("");
		look(&seen, name, value);
		date_must_stay(value);
		conditional.reader.read(&conditional.reader, name, value);
		accepted.reader.read(&accepted.reader, name, value);
	}
	codings_must_differ(&accepted);
	must_follow(&conditional, &seen);
	range = conditional_range(&conditional);
	if (range.data)
		range = copy(range);
	ranges_must_fit(range, size);
	free((char *)range.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint64_t sizes[] = {0, 1, 10, 10000, INT64_MAX, UINT64_MAX - 1};
	struct octets input;

	if (size == 0)
		return 0;
	input = copy((struct octets){(const char *)data + 1, size - 1});
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct validator validator = {
			.tag = "\"x\"",
			.strong = data[0] % 2 == 0,
			.modified = 1704164645,
		};

		judge(input, &validator, sizes[i]);
	}
	free((char *)input.data);
	return 0;
}
