/* Reads a file again when it has changed, for each slot by itself, so that none waits for another.
 */
#include "watched_file.h"

#include "look.h"
#include "postern/memory.h"
#include "postern/root.h"
#include "postern/secret.h"
#include "whole_file.h"

#include <assert.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <time.h>

struct watched_slot {
	struct look look;
	struct whole_file whole; /* without a text: it could not be read, the error says why */
	uint64_t generation;     /* the text's name: the same text has the same one in every slot */
	bool settled;            /* its status tells this text from any later one */
	bool parsed;
	struct watched_content *content; /* NULL although parsed: malformed, the error says why */
	struct error error;
};

static struct watched_content *watched_file_parse(const struct watched_file *file,
						  const struct whole_file *whole,
						  struct error *error)
{
	struct watched_content *content = file->format->parse(whole_file_text(whole), error);

	if (content)
		content->format = file->format;
	else
		error_prefix(error, "cannot read '%s'", file->path);
	return content;
}

static void watched_file_forget(struct watched_content *content)
{
	if (content)
		content->format->destroy(content);
}

/* Keeps nothing: each slot reads for itself. Without a census nobody is counted. */
static bool watched_file_try(const struct watched_file *file, struct census *census,
			     struct error *error)
{
	struct whole_file whole;
	bool read = whole_file_read(file->path, &whole, error);
	struct watched_content *content = read ? watched_file_parse(file, &whole, error) : NULL;
	bool usable = content != NULL;

	if (usable && census && file->format->census)
		file->format->census(content, census);
	watched_file_forget(content);
	whole_file_discard(&whole);
	return usable;
}

bool watched_file_init(struct watched_file *file, const struct watched_format *format,
		       const char *path, struct error *error)
{
	file->format = format;
	strcpy(file->path, path);
	return watched_file_try(file, NULL, error);
}

bool watched_file_start(struct watched_file *file, const char *root, struct error *error)
{
	return root_enter(root, file->path, error) && watched_file_try(file, NULL, error);
}

bool watched_file_census(const struct watched_file *file, struct census *census,
			 struct error *error)
{
	return watched_file_try(file, census, error);
}

/* By what stands there, and not by a count: what one slot remembers of a text then never counts for
 * another text that another slot has read, in whatever order they read. */
static uint64_t watched_file_name(const struct whole_file *whole)
{
	unsigned char hash[SHA256_DIGEST_LENGTH] = "";
	uint64_t name;

	if (whole->text)
		SHA256((const unsigned char *)whole->text, whole->length, hash);
	memcpy(&name, hash, sizeof(name));
	return name;
}

/* Takes ownership of the text. */
static void watched_file_take(struct watched_slot *slot, const struct whole_file *whole)
{
	watched_file_forget(slot->content);
	whole_file_discard(&slot->whole);
	slot->whole = *whole;
	slot->generation = watched_file_name(whole);
	slot->content = NULL;
	slot->parsed = false;
}

static void watched_file_look(const struct watched_file *file, struct watched_slot *slot)
{
	struct whole_file whole;
	struct timespec now;
	struct stat status;

	clock_gettime(CLOCK_REALTIME, &now);
	if (slot->settled && stat(file->path, &status) == 0 &&
	    look_is_same_file(&status, &slot->whole.status))
		return;
	slot->settled = whole_file_read(file->path, &whole, &slot->error) &&
			look_is_settled(&whole.status, now.tv_sec);
	if (whole.text && slot->whole.text &&
	    secret_equal(whole_file_text(&whole), whole_file_text(&slot->whole))) {
		slot->whole.status = whole.status;
		whole_file_discard(&whole);
	} else {
		watched_file_take(slot, &whole);
	}
}

static struct watched_slot *watched_file_slot(struct watched_file *file,
					      const struct caller *caller)
{
	struct watched_slot *slot;

	assert(caller->slot < CALLER_SLOTS);
	if (!file->slots[caller->slot])
		file->slots[caller->slot] = memory_take(1, sizeof(*slot));
	slot = file->slots[caller->slot];
	if (look_is_due(&slot->look, caller))
		watched_file_look(file, slot);
	return slot;
}

struct watched_content *watched_file_content(struct watched_file *file, const struct caller *caller,
					     struct error *error)
{
	struct watched_slot *slot = watched_file_slot(file, caller);

	/* Not while looking: many slots only want to know whether there was a change. */
	if (slot->whole.text && !slot->parsed) {
		slot->content = watched_file_parse(file, &slot->whole, &slot->error);
		slot->parsed = true;
	}
	if (!slot->content)
		*error = slot->error;
	return slot->content;
}

uint64_t watched_file_generation(struct watched_file *file, const struct caller *caller)
{
	return watched_file_slot(file, caller)->generation;
}

void watched_file_finish(struct watched_file *file)
{
	for (size_t i = 0; i < CALLER_SLOTS; i++) {
		struct watched_slot *slot = file->slots[i];

		if (!slot)
			continue;
		watched_file_forget(slot->content);
		whole_file_discard(&slot->whole);
		free(slot);
	}
}
