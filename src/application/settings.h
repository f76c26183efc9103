/* The values of an application as its author wrote them: they may hold passwords. */
#ifndef APPLICATION_SETTINGS_H
#define APPLICATION_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

/* One value as it was written. */
struct setting {
	char *text;        /* NULL when there is none */
	unsigned int line; /* of the application file; 0 on the command line */
};

struct settings {
	struct setting *items;
	size_t count;
};

/* Copies the text. What the setting had before is not looked at. */
void setting_set(struct setting *setting, const char *text, unsigned int line);

/* Wipes the text. */
void setting_finish(struct setting *setting);

void settings_add(struct settings *settings, const char *text, unsigned int line);

/* Adds those of `from`, as if they had been given on the command line. */
void settings_extend(struct settings *settings, const struct settings *from);

/* Puts them in the place of what is there. False when there is nothing to put there. */
bool settings_replace(struct settings *settings, const struct settings *from);

/* The same texts in the same order. */
bool settings_equal(const struct settings *a, const struct settings *b);

/* Wipes and empties them. */
void settings_finish(struct settings *settings);

#endif
