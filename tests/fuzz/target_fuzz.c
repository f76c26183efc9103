/* Any octets as a request target: its path has one normal form, and a second reading, segment by
 * segment, comes to the same. */
#include "http/site.h"
#include "http/target.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A path is read anew here as a list of its segments. */
struct model {
	char text[TARGET_MAX];
	size_t used;
	struct octets segments[TARGET_MAX];
	size_t count;
	bool slash; /* behind the last segment */
};

static int digit(char character)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *found = memchr(digits, character, sizeof(digits) - 1);

	if (!found)
		return -1;
	return found - digits < 16 ? (int)(found - digits) : (int)(found - digits) - 6;
}

/* False where the segment holds what no path may hold. */
static bool model_decode(struct model *model, struct octets raw, struct octets *segment)
{
	*segment = (struct octets){.data = model->text + model->used};
	for (size_t i = 0; i < raw.length; i++) {
		int byte = (unsigned char)raw.data[i];

		if (byte == '%') {
			if (raw.length - i < 3 || digit(raw.data[i + 1]) < 0 ||
			    digit(raw.data[i + 2]) < 0)
				return false;
			byte = digit(raw.data[i + 1]) * 16 + digit(raw.data[i + 2]);
			i += 2;
		}
		if (byte < ' ' || byte == 0x7f || byte == '/')
			return false;
		model->text[model->used++] = (char)byte;
		segment->length++;
	}
	return true;
}

static bool model_add(struct model *model, struct octets segment)
{
	bool dot = octets_equal(segment, OCTETS("."));
	bool dot_dot = octets_equal(segment, OCTETS(".."));

	model->slash = segment.length == 0 || dot || dot_dot;
	if (dot_dot)
		return model->count-- > 0;
	if (segment.length > 0 && !dot)
		model->segments[model->count++] = segment;
	return true;
}

static bool model_read(struct model *model, struct octets raw)
{
	model->used = 0;
	model->count = 0;
	model->slash = true;
	while (raw.length > 0) {
		const char *end = memchr(raw.data, '/', raw.length);
		size_t length = end ? (size_t)(end - raw.data) : raw.length;
		struct octets segment;

		if (!model_decode(model, (struct octets){raw.data, length}, &segment) ||
		    !model_add(model, segment))
			return false;
		model->slash |= end != NULL;
		length += end != NULL;
		raw = octets_skip(raw, length);
	}
	return true;
}

static void model_must_be(const struct model *model, struct octets path)
{
	const char *at = path.data;

	for (size_t i = 0; i < model->count; i++) {
		assert(*at++ == '/');
		assert((size_t)(path.data + path.length - at) >= model->segments[i].length);
		assert(memcmp(at, model->segments[i].data, model->segments[i].length) == 0);
		at += model->segments[i].length;
	}
	if (model->slash || model->count == 0)
		assert(*at++ == '/');
	assert(at == path.data + path.length);
}

/* The raw path: what is left of the target without "http://authority" and "?query". */
static struct octets raw_path(struct octets raw, struct octets query)
{
	if (query.data)
		raw.length -= query.length + 1;
	if (raw.data[0] != '/') {
		const char *authority = (const char *)memchr(raw.data, ':', raw.length) + 3;
		size_t rest = raw.length - (size_t)(authority - raw.data);
		const char *path = memchr(authority, '/', rest);

		raw.length = path ? (size_t)(raw.data + raw.length - path) : 0;
		raw.data = path ? path : authority + rest;
	}
	return raw;
}

static void must_be_normal(struct octets path)
{
	assert(path.length >= 1 && path.length <= TARGET_MAX && path.data[0] == '/');
	assert(path.data[path.length] == '\0');
	for (size_t i = 0; i < path.length; i++)
		assert((unsigned char)path.data[i] >= ' ' && path.data[i] != 0x7f);
	assert(!memmem(path.data, path.length, "//", 2));
	assert(!memmem(path.data, path.length + 1, "/.", 3));
	assert(!memmem(path.data, path.length + 1, "/..", 4));
	assert(!memmem(path.data, path.length, "/./", 3));
	assert(!memmem(path.data, path.length, "/../", 4));
}

/* The normal form with all but its slashes escaped is a target with the same normal form. */
static void must_stay(struct octets path)
{
	static char raw[3 * TARGET_MAX + 1];
	static char buffer[TARGET_MAX + 2];
	struct error error;
	struct target again;
	char *at = raw;

	for (size_t i = 0; i < path.length; i++) {
		if (path.data[i] == '/')
			*at++ = '/';
		else
			at += sprintf(at, "%%%02x", (unsigned char)path.data[i]);
	}
	if (at - raw > TARGET_MAX)
		return;
	again = target_normalise((struct octets){raw, (size_t)(at - raw)}, buffer, &error);
	assert(again.form == TARGET_PATH && !again.query.data);
	assert(octets_equal(again.path, path));
}

/* Whatever the guard of "/sec" does not get is not below "/sec" for any realm. */
static void must_be_guarded(struct octets path)
{
	static struct guard open = {.prefix = OCTETS("")};
	static struct guard guarded = {.prefix = OCTETS("/sec")};
	static struct site site;
	const struct guard *found;

	if (!site.guards)
		site_init(&site, (struct guard *const[]){&guarded, &open}, 2, NULL);
	found = site_find(&site, path);
	assert(found == &open || (found == &guarded && memcmp(path.data, "/sec", 4) == 0));
	assert(found == &guarded || (!octets_equal(path, OCTETS("/sec")) &&
				     (path.length < 5 || memcmp(path.data, "/sec/", 5) != 0)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char buffer[TARGET_MAX + 2];
	static struct model model;
	const struct octets raw = {.data = (const char *)data, .length = size};
	struct error error = {.text = ""};
	struct target target;

	if (size > TARGET_MAX)
		return 0;
	target = target_normalise(raw, buffer, &error);
	switch (target.form) {
	case TARGET_MALFORMED:
		assert(error.text[0] != '\0');
		/* Nothing is refused without a reason. */
		assert(size == 0 || raw.data[0] != '/' || memchr(raw.data, '?', size) ||
		       memchr(raw.data, '#', size) || !model_read(&model, raw));
		return 0;
	case TARGET_ASTERISK:
		assert(octets_equal(raw, OCTETS("*")));
		return 0;
	case TARGET_PATH:
		break;
	}
	if (target.query.data)
		assert(target.query.data[-1] == '?' &&
		       target.query.data + target.query.length == raw.data + size);
	must_be_normal(target.path);
	assert(model_read(&model, raw_path(raw, target.query)));
	model_must_be(&model, target.path);
	must_stay(target.path);
	must_be_guarded(target.path);
	return 0;
}
