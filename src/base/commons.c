/* Keeps in a list what was made for all: there are few kinds of it. */
#include "base/commons.h"

#include "postern/memory.h"

#include <stdlib.h>

struct commons {
	struct common *first;
};

struct commons *commons_create(void)
{
	return memory_take(1, sizeof(struct commons));
}

struct common *commons_get(struct commons *commons, struct common *(*make)(void))
{
	struct common *common = commons->first;

	while (common && common->make != make)
		common = common->next;
	if (common)
		return common;
	common = make();
	common->make = make;
	common->next = commons->first;
	commons->first = common;
	return common;
}

void commons_destroy(struct commons *commons)
{
	if (!commons)
		return;
	while (commons->first) {
		struct common *common = commons->first;

		commons->first = common->next;
		common->destroy(common);
	}
	free(commons);
}
