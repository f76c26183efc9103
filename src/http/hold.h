/* A loop's holds on sites: the newest, and those before it that exchanges are not done with. Only
 * the loop's own thread counts, so requests need no atomic operation. */
#ifndef HTTP_HOLD_H
#define HTTP_HOLD_H

struct loop;
struct site;

struct hold {
	struct hold *next;
	struct site *site;
	unsigned int exchanges; /* that began with it and have not ended */
};

/* From now on exchanges begin with the site. */
void hold_adopt(struct loop *loop, struct site *site);

/* An exchange begins, with the newest site, and ends. */
struct hold *hold_take(struct loop *loop);
void hold_let_go(struct loop *loop, struct hold *hold);

#endif
