/* Puts the media types into the commons: each realm's own took 0.1 MiB, and most of its start. */
#include "shared_types.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>

struct shared_types {
	struct common common;
	struct media_types *types;
};

static struct shared_types *shared_types_from(struct common *common)
{
	return container_of(common, struct shared_types, common);
}

static void shared_types_destroy(struct common *common)
{
	struct shared_types *shared = shared_types_from(common);

	media_types_destroy(shared->types);
	free(shared);
}

static struct common *shared_types_make(void)
{
	struct shared_types *shared = memory_take(1, sizeof(*shared));

	shared->common.destroy = shared_types_destroy;
	shared->types = media_types_create(media_types_paths);
	return &shared->common;
}

const struct media_types *shared_types(struct commons *commons)
{
	return shared_types_from(commons_get(commons, shared_types_make))->types;
}
