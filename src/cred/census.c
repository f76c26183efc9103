/* Counts users, and what there is of each, one after the other. */
#include "cred/census.h"

#include "postern/memory.h"
#include "postern/password.h"

#include <assert.h>
#include <stdlib.h>

struct census *census_create(size_t most)
{
	struct census *census = memory_take(1, sizeof(*census));

	census->most = most;
	return census;
}

void census_destroy(struct census *census)
{
	if (!census)
		return;
	for (size_t i = 0; i < census->space_count; i++)
		free((char *)census->spaces[i].realm.data);
	free(census);
}

bool census_user(struct census *census)
{
	census->cut = census->users == census->most;
	if (!census->cut)
		census->users++;
	return !census->cut;
}

/* The table of schemes has a few names, and some of them several times. */
static void census_count_weak(struct census *census, const char *name)
{
	size_t i = 0;

	census->weak++;
	while (census->weak_schemes[i].name && strcmp(census->weak_schemes[i].name, name) != 0)
		i++;
	assert(i < CENSUS_SCHEMES_MAX - 1);
	census->weak_schemes[i].name = name;
	census->weak_schemes[i].count++;
}

bool census_password(struct census *census, struct octets hash)
{
	if (password_defect(hash))
		return false;
	census->passwords++;
	if (password_is_weak(hash))
		census_count_weak(census, password_scheme_name(hash));
	return true;
}

static struct census_space *census_find_space(const struct census *census, struct octets realm)
{
	for (size_t i = 0; i < census->space_count; i++) {
		if (octets_equal(census->spaces[i].realm, realm))
			return (struct census_space *)&census->spaces[i];
	}
	return NULL;
}

static struct census_space *census_take_space(struct census *census, struct octets realm)
{
	struct census_space *space = census_find_space(census, realm);

	if (space)
		return space;
	census->crowded = census->space_count == CENSUS_SPACES_MAX;
	if (census->crowded)
		return NULL;
	space = &census->spaces[census->space_count++];
	space->realm = (struct octets){memory_copy_text(realm), realm.length};
	return space;
}

void census_ha1(struct census *census, struct octets realm, enum digest_algorithm algorithm)
{
	struct census_space *space = census_take_space(census, realm);

	if (!space)
		return;
	space->users += space->newest != census->users;
	space->newest = census->users;
	space->by_algorithm[algorithm]++;
}

void census_doubt(struct census *census, size_t entries, const struct error *first)
{
	if (census->doubts == 0 && entries > 0)
		census->doubt = *first;
	census->doubts += entries;
}

size_t census_with_ha1(const struct census *census, struct octets realm,
		       enum digest_algorithm algorithm)
{
	const struct census_space *space = census_find_space(census, realm);

	return space ? space->by_algorithm[algorithm] : 0;
}
