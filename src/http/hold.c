/* Counts what loops hold. */
#include "http/hold.h"

#include "http/loop.h"
#include "postern/memory.h"

#include <stdlib.h>

struct hold *hold_take(struct loop *loop)
{
	loop->holds->exchanges++;
	return loop->holds;
}

/* Lets go of the older sites that no exchange needs any more. */
static void hold_drop_unused(struct loop *loop)
{
	struct hold **link = &loop->holds->next;

	while (*link) {
		struct hold *hold = *link;

		if (hold->exchanges > 0) {
			link = &hold->next;
			continue;
		}
		*link = hold->next;
		site_let_go(hold->site);
		free(hold);
	}
}

void hold_let_go(struct loop *loop, struct hold *hold)
{
	hold->exchanges--;
	if (hold != loop->holds)
		hold_drop_unused(loop);
}

void hold_adopt(struct loop *loop, struct site *site)
{
	struct hold *hold = memory_take(1, sizeof(*hold));

	hold->site = site;
	hold->next = loop->holds;
	loop->holds = hold;
	hold_drop_unused(loop);
}
