/* A set of texts, each of which it has once. */
#ifndef BASE_TEXT_SET_H
#define BASE_TEXT_SET_H

#include <stdbool.h>

/* Zeroed, it is empty. */
struct text_set {
	void *tree; /* of tsearch(3) */
};

/* Borrows the text, until it is removed or the set ends. False when there is such a one already. */
bool text_set_add(struct text_set *set, const char *text);

bool text_set_has(const struct text_set *set, const char *text);
void text_set_remove(struct text_set *set, const char *text);

/* The texts stay with whoever has them. */
void text_set_finish(struct text_set *set);

#endif
