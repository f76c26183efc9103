/* Figures that one thread alone counts, and others read. */
#ifndef BASE_FIGURE_H
#define BASE_FIGURE_H

#include <stdatomic.h>
#include <stdint.h>

/* By the thread that counts. */
static inline void figure_add(_Atomic uint64_t *figure, int difference)
{
	/* No other thread writes it, so this need not be one operation. */
	atomic_store_explicit(figure,
			      atomic_load_explicit(figure, memory_order_relaxed) +
				      (uint64_t)(int64_t)difference,
			      memory_order_relaxed);
}

#endif
