/* Counts what an import does, and says it: to people, or as JSON that grows with each line. */
#include "accounts/user_tally.h"

#include "accounts/user_print.h"
#include "base/json.h"
#include "postern/memory.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define USER_TALLY_STEP 2000 /* lines from one sign of progress to the next */

void user_tally_init(struct user_tally *tally, const struct user_options *options)
{
	*tally = (struct user_tally){
		.options = options,
		.progress = isatty(STDERR_FILENO) && !options->json,
	};
	if (options->json)
		fputs("{\"skipped\":[", stdout);
}

void user_tally_line(struct user_tally *tally)
{
	tally->lines++;
	if (tally->progress && tally->lines % USER_TALLY_STEP == 0)
		fprintf(stderr, "\r%zu lines ", tally->lines);
}

void user_tally_skip(struct user_tally *tally, const char *reason)
{
	tally->skipped++;
	if (tally->options->json) {
		printf("%s{\"line\":%zu,\"reason\":", tally->skipped > 1 ? "," : "", tally->lines);
		json_write_text(stdout, octets_from(reason));
		putchar('}');
		return;
	}
	if (tally->progress && tally->lines >= USER_TALLY_STEP)
		putc('\r', stderr);
	fprintf(stderr, "line %zu: %s\n", tally->lines, reason);
}

static int user_tally_compare(const void *a, const void *b)
{
	const struct user_tally_space *one = a;
	const struct user_tally_space *other = b;

	return octets_compare((struct octets){one->name, one->length},
			      (struct octets){other->name, other->length});
}

static struct user_tally_space *user_tally_add_space(struct user_tally *tally, struct octets name)
{
	struct user_tally_space *space = memory_take(1, sizeof(*space));

	space->name = memory_copy_text(name);
	space->length = name.length;
	tally->spaces = memory_make_room(tally->spaces, tally->space_count, sizeof(*tally->spaces));
	tally->spaces[tally->space_count++] = space;
	return space;
}

void user_tally_digest(struct user_tally *tally, struct octets space)
{
	struct user_tally_space key = {.name = (char *)space.data, .length = space.length};
	struct user_tally_space **found = tsearch(&key, &tally->tree, user_tally_compare);

	if (!found)
		abort();
	if (*found == &key)
		*found = user_tally_add_space(tally, space);
	(*found)->count++;
}

static size_t user_tally_imported(const struct user_tally *tally)
{
	size_t imported = tally->passwords;

	for (size_t i = 0; i < tally->space_count; i++)
		imported += tally->spaces[i]->count;
	return imported;
}

static void user_tally_report_json(const struct user_tally *tally)
{
	printf("],\"lines\":%zu,\"imported\":%zu,\"accounts\":%zu,\"passwords\":%zu,\"digest\":[",
	       tally->lines, user_tally_imported(tally), tally->accounts, tally->passwords);
	for (size_t i = 0; i < tally->space_count; i++) {
		printf("%s{\"space\":", i > 0 ? "," : "");
		json_write_text(stdout, octets_from(tally->spaces[i]->name));
		printf(",\"ha1s\":%zu}", tally->spaces[i]->count);
	}
	printf("],\"dry_run\":%s}\n", tally->options->dry_run ? "true" : "false");
}

void user_tally_report(const struct user_tally *tally)
{
	if (tally->options->json) {
		user_tally_report_json(tally);
		return;
	}
	if (tally->progress && tally->lines >= USER_TALLY_STEP)
		putc('\n', stderr);
	printf("%s %zu of %zu lines into %s: %zu new accounts; %zu passwords for Basic",
	       tally->options->dry_run ? "would import" : "imported", user_tally_imported(tally),
	       tally->lines, tally->options->store, tally->accounts, tally->passwords);
	for (size_t i = 0; i < tally->space_count; i++) {
		printf(", %zu for Digest in '", tally->spaces[i]->count);
		user_print_text(stdout, octets_from(tally->spaces[i]->name));
		putchar('\'');
	}
	putchar('\n');
}

/* The array has them all. */
static void user_tally_keep(void *space)
{
	(void)space;
}

void user_tally_finish(struct user_tally *tally)
{
	tdestroy(tally->tree, user_tally_keep);
	for (size_t i = 0; i < tally->space_count; i++) {
		free(tally->spaces[i]->name);
		free(tally->spaces[i]);
	}
	free(tally->spaces);
}
