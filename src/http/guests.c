/* Keeps guests in a list. */
#include "http/guests.h"

void guests_add(struct guests *guests, struct guest *guest)
{
	guest->next = NULL;
	guest->previous = guests->newest;
	if (guest->previous)
		guest->previous->next = guest;
	else
		guests->oldest = guest;
	guests->newest = guest;
	guests->count++;
	guest->door->guests++;
}

void guests_remove(struct guests *guests, struct guest *guest)
{
	if (guest->previous)
		guest->previous->next = guest->next;
	else
		guests->oldest = guest->next;
	if (guest->next)
		guest->next->previous = guest->previous;
	else
		guests->newest = guest->previous;
	guests->count--;
	guest->door->guests--;
}

struct guest *guests_idle(const struct guests *guests, const struct door *door)
{
	struct guest *guest = guests->oldest;

	while (guest && (guest->door != door || guest->answering || guest->carried))
		guest = guest->next;
	return guest;
}
