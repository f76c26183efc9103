/* Hands out the memory of an arena piece by piece, and wipes it as a whole. */
#include "postern/arena.h"

#include "postern/secret.h"

#include <stdint.h>

void *arena_take(struct arena *arena, size_t size)
{
	const size_t alignment = _Alignof(max_align_t);
	size_t misaligned = (uintptr_t)(arena->memory + arena->used) % alignment;
	size_t padding = misaligned > 0 ? alignment - misaligned : 0;
	size_t free_bytes = arena->size - arena->used;
	void *taken;

	if (padding > free_bytes || size > free_bytes - padding)
		return NULL;
	taken = arena->memory + arena->used + padding;
	arena->used += padding + size;
	return taken;
}

void arena_wipe(struct arena *arena)
{
	secret_wipe(arena->memory, arena->used);
	arena->used = 0;
}
