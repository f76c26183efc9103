/* Our own copy of the command line: the kernel's can be read by everybody, so its secrets go. */
#ifndef APPLICATION_COMMAND_LINE_H
#define APPLICATION_COMMAND_LINE_H

#include <stddef.h>

struct command_line {
	int count;
	char **words; /* as main() gets them: a NULL behind the last */
	char *text;   /* of all words, one behind the other */
	size_t size;  /* bytes of it */
};

void command_line_copy(struct command_line *line, int argc, char *argv[]);

/* Wipes it: passwords may be in it. */
void command_line_finish(struct command_line *line);

#endif
