/* Makes entity tags that change whenever a file does. */
#include "validator.h"

#include <stdint.h>
#include <string.h>

/* Seconds: within one tick of a file system's clock a file can be written twice. FAT's is the
 * slowest. */
#define VALIDATOR_TICK 2

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

/* The inode tells files apart that were exchanged by a link. The time of the last change counts,
 * too: that of the modification can be set to any other. Nothing of it can be read from the tag. */
static uint64_t validator_hash(const struct stat *status, bool strong)
{
	/* What was given a weak tag may change without a change of its tag: later it has another.
	 */
	uint64_t hash = validator_mix(0, strong);

	hash = validator_mix(hash, status->st_dev);
	hash = validator_mix(hash, status->st_ino);
	hash = validator_mix(hash, (uint64_t)status->st_size);
	hash = validator_mix_time(hash, status->st_mtim);
	return validator_mix_time(hash, status->st_ctim);
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

void validator_init(struct validator *validator, const struct stat *status, time_t now)
{
	time_t modified = status->st_mtim.tv_sec;

	validator->strong = modified <= now - VALIDATOR_TICK;
	validator->modified = modified < now ? modified : now;
	validator_write_tag(validator, validator_hash(status, validator->strong));
}
