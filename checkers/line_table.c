/* Keeps lines sorted by user; what is wrong with one does no harm to the others. */
#include "line_table.h"

#include "postern/container.h"
#include "postern/memory.h"
#include "whole_file.h"

#include <stdlib.h>

struct line_table *line_table_from(struct watched_content *content)
{
	return container_of(content, struct line_table, base);
}

static int line_compare(const void *left, const void *right)
{
	const struct line *a = left;
	const struct line *b = right;
	int order = octets_compare(a->name, b->name);

	if (order == 0)
		order = octets_compare(a->realm, b->realm);
	return order != 0 ? order : (int)a->algorithm - (int)b->algorithm;
}

static void line_table_add_doubt(struct line_table *table, size_t number, struct error *doubt)
{
	if (table->doubtful++ > 0)
		return;
	error_prefix(doubt, "line %zu", number);
	table->first_doubt = *doubt;
}

static void line_table_fill(struct line_table *table, struct octets text, line_read_function *read)
{
	for (size_t number = 1; text.length > 0; number++) {
		struct line line = {.number = number, .realm = OCTETS(""), .usable = true};
		struct octets whole = whole_file_cut_line(&text);
		struct error doubt;

		if (whole.length == 0 || whole.data[0] == '#')
			continue;
		doubt.text[0] = '\0';
		if (read(whole, &line, &doubt)) {
			line.usable &= doubt.text[0] == '\0';
			table->lines = memory_make_room(table->lines, table->count, sizeof(line));
			table->lines[table->count++] = line;
		}
		if (doubt.text[0] != '\0')
			line_table_add_doubt(table, number, &doubt);
	}
}

/* Nobody knows which of two lines is meant: neither counts. */
static void line_table_find_ambiguous(struct line_table *table)
{
	for (size_t i = 1; i < table->count; i++) {
		struct line *one = &table->lines[i - 1];
		struct line *two = &table->lines[i];
		struct error doubt;

		if (line_compare(one, two) != 0)
			continue;
		one->ambiguous = two->ambiguous = true;
		one->usable = two->usable = false;
		error_set(&doubt, "user '%.*s' stands there twice", (int)two->name.length,
			  two->name.data);
		line_table_add_doubt(table, one->number > two->number ? one->number : two->number,
				     &doubt);
	}
}

static int line_compare_numbers(const void *left, const void *right)
{
	const struct line *const *a = left;
	const struct line *const *b = right;

	return ((*a)->number > (*b)->number) - ((*a)->number < (*b)->number);
}

/* New lines mostly stand behind the others: so the choice of who stands in changes little. */
static void line_table_find_usable(struct line_table *table)
{
	table->usable = memory_take(table->count, sizeof(*table->usable));
	for (size_t i = 0; i < table->count; i++) {
		if (table->lines[i].usable)
			table->usable[table->usable_count++] = &table->lines[i];
	}
	qsort(table->usable, table->usable_count, sizeof(*table->usable), line_compare_numbers);
}

struct watched_content *line_table_parse(struct octets text, line_read_function *read)
{
	struct line_table *table = memory_take(1, sizeof(*table));

	line_table_fill(table, text, read);
	if (table->count > 0)
		qsort(table->lines, table->count, sizeof(*table->lines), line_compare);
	line_table_find_ambiguous(table);
	line_table_find_usable(table);
	return &table->base;
}

void line_table_census_doubts(const struct watched_content *content, struct census *census)
{
	const struct line_table *table = container_of(content, const struct line_table, base);

	census_doubt(census, table->doubtful, &table->first_doubt);
}

void line_table_census(const struct watched_content *content, struct census *census,
		       line_census_function *count)
{
	const struct line_table *table = container_of(content, const struct line_table, base);

	line_table_census_doubts(content, census);
	for (size_t i = 0; i < table->count; i++) {
		const struct line *line = &table->lines[i];

		if ((i == 0 || !octets_equal(line->name, table->lines[i - 1].name)) &&
		    !census_user(census))
			break;
		if (!line->ambiguous)
			count(census, line);
	}
}

const struct line *line_table_find(const struct line_table *table, const struct line *key)
{
	if (table->count == 0)
		return NULL;
	return bsearch(key, table->lines, table->count, sizeof(*key), line_compare);
}

void line_table_identify(struct line_table *table, struct credentials *credentials)
{
	const struct names names = {.first = table->count > 0 ? &table->lines->name : NULL,
				    .count = table->count,
				    .step = sizeof(*table->lines)};

	hashed_names_identify(&table->hashed_names, &names, credentials);
}

const struct line *line_table_stand_in(const struct line_table *table,
				       const struct stand_in *stand_in, struct octets name)
{
	if (table->usable_count == 0)
		return NULL;
	return table->usable[stand_in_choose(stand_in, name, table->usable_count - 1)];
}

void line_table_destroy(struct watched_content *content)
{
	struct line_table *table = line_table_from(content);

	hashed_names_finish(&table->hashed_names);
	free(table->usable);
	free(table->lines);
	free(table);
}
