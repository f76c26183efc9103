/* What every type of plug-in says of itself, whatever it is a type of: its first member. */
#ifndef POSTERN_PLUGIN_TYPE_H
#define POSTERN_PLUGIN_TYPE_H

struct plugin_type {
	const char *name;  /* "memory" in memory:alice:secret */
	const char *usage; /* "USER:PASSWORD[:USER:PASSWORD...]"; "" when there are no arguments */
	const char *summary; /* one line of help: lower case, no full stop */
	const char *help;    /* lines of help, the last without its newline; or NULL */
};

#endif
