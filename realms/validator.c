/* Makes entity tags that change whenever a file, or a text, does. */
#include "validator.h"

#include <stdint.h>
#include <string.h>

/* The finalizer of splitmix64: each bit of the word counts for all bits of the hash. */
static uint64_t validator_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) + UINT64_C(0x9e3779b97f4a7c15);
	hash = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	hash = (hash ^ (hash >> 27)) * UINT64_C(0x94d049bb133111eb);
	return hash ^ (hash >> 31);
}

static uint64_t validator_mix_time(uint64_t hash, struct timespec time)
{
	return validator_mix(validator_mix(hash, (uint64_t)time.tv_sec), (uint64_t)time.tv_nsec);
}

/* Nothing of the version can be read from it. What was given a weak tag may change without a change
 * of its tag: later it has another. */
static uint64_t validator_hash(const struct file_version *version, bool strong)
{
	uint64_t hash = validator_mix(0, strong);

	hash = validator_mix(hash, version->device);
	hash = validator_mix(hash, version->inode);
	hash = validator_mix(hash, (uint64_t)version->size);
	hash = validator_mix_time(hash, version->modified);
	return validator_mix_time(hash, version->changed);
}

/* Every answer with a file has a tag: snprintf() would take longer than all else here. */
static void validator_write_tag(struct validator *validator, uint64_t hash)
{
	char *end = validator->tag;

	if (!validator->strong)
		end = stpcpy(end, "W/");
	*end++ = '"';
	for (int shift = 60; shift >= 0; shift -= 4)
		*end++ = "0123456789abcdef"[hash >> shift & 0xf];
	strcpy(end, "\"");
}

void validator_init(struct validator *validator, const struct file_version *version, time_t now)
{
	time_t modified = version->modified.tv_sec;

	validator->strong = file_version_is_settled(version, now);
	validator->undated = false;
	validator->modified = modified < now ? modified : now;
	validator_write_tag(validator, validator_hash(version, validator->strong));
}

static uint64_t validator_hash_text(struct octets text)
{
	uint64_t hash = validator_mix(0, text.length);
	uint64_t word;

	for (; text.length >= sizeof(word); text = octets_skip(text, sizeof(word))) {
		memcpy(&word, text.data, sizeof(word));
		hash = validator_mix(hash, word);
	}
	word = 0;
	memcpy(&word, text.data, text.length);
	return validator_mix(hash, word);
}

void validator_init_text(struct validator *validator, struct octets text)
{
	*validator = (struct validator){.strong = true, .undated = true};
	validator_write_tag(validator, validator_hash_text(text));
}
