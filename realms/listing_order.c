/* Reads orders from queries, and compares entries by them. */
#include "listing_order.h"

#include "postern/octets_parts.h"

/* One parameter of the query; others than these say nothing. */
static void listing_order_take(struct listing_order *order, struct octets parameter)
{
	if (octets_equal(parameter, OCTETS("sort=name")))
		order->key = LISTING_BY_NAME;
	else if (octets_equal(parameter, OCTETS("sort=size")))
		order->key = LISTING_BY_SIZE;
	else if (octets_equal(parameter, OCTETS("sort=time")))
		order->key = LISTING_BY_TIME;
	else if (octets_equal(parameter, OCTETS("order=asc")))
		order->descending = false;
	else if (octets_equal(parameter, OCTETS("order=desc")))
		order->descending = true;
}

struct listing_order listing_order_from(struct octets query)
{
	struct listing_order order = {.key = LISTING_BY_NAME};
	struct octets parameter;

	while (octets_next(&query, '&', &parameter))
		listing_order_take(&order, parameter);
	return order;
}

static int listing_order_compare_keys(const struct listing_entry *a, const struct listing_entry *b,
				      enum listing_key key)
{
	switch (key) {
	case LISTING_BY_SIZE:
		return a->is_directory ? 0 : (a->size > b->size) - (a->size < b->size);
	case LISTING_BY_TIME:
		return (a->modified > b->modified) - (a->modified < b->modified);
	default:
		return strcmp(a->name, b->name);
	}
}

int listing_order_compare(const void *one, const void *other, void *data)
{
	const struct listing_entry *a = one;
	const struct listing_entry *b = other;
	const struct listing_order *order = data;
	int difference;

	if (a->is_directory != b->is_directory)
		return a->is_directory ? -1 : 1;
	difference = listing_order_compare_keys(a, b, order->key);
	if (difference == 0)
		return strcmp(a->name, b->name);
	return order->descending ? -difference : difference;
}
