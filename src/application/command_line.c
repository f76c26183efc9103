/* Copies the command line into memory that can be kept secret. */
#include "application/command_line.h"

#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>
#include <string.h>

void command_line_copy(struct command_line *line, int argc, char *argv[])
{
	char *end;

	*line = (struct command_line){.count = argc};
	for (int i = 0; i < argc; i++)
		line->size += strlen(argv[i]) + 1;
	line->text = memory_take(line->size, 1);
	line->words = memory_take((size_t)argc + 1, sizeof(char *));
	end = line->text;
	for (int i = 0; i < argc; i++) {
		line->words[i] = end;
		end = stpcpy(end, argv[i]) + 1;
	}
}

void command_line_finish(struct command_line *line)
{
	secret_wipe(line->text, line->size);
	free(line->text);
	free(line->words);
}
