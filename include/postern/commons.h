/* Commons are what the realms of an application have in common: there once, however many portals.
 */
#ifndef POSTERN_COMMONS_H
#define POSTERN_COMMONS_H

struct commons;

/* One thing of them. Who makes it embeds it in a struct of its own. */
struct common {
	void (*destroy)(struct common *common);
	struct common *(*make)(void); /* set by commons_get() */
	struct common *next;          /* the same */
};

/* What `make` has made for these commons: now, if nobody asked before. It is there as long as the
 * realms are. From start() alone: it is for one thread. Never NULL. */
struct common *commons_get(struct commons *commons, struct common *(*make)(void));

#endif
