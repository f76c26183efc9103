/* The way back from an embedded base struct to the struct of the plug-in that embeds it. */
#ifndef POSTERN_CONTAINER_H
#define POSTERN_CONTAINER_H

#include <stddef.h>

#define container_of(pointer, type, member)                                                        \
	((type *)((char *)(1 ? (pointer) : &((type *)0)->member) - offsetof(type, member)))

#endif
