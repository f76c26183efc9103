/* Time that a test can move: the program's clock_gettime() is defined beside it. */
#ifndef CLOCK_H
#define CLOCK_H

#include <time.h>

/* Moves one clock of this process forward; a coarse one is the same as the precise one. Each test
 * runs in a process of its own. */
void clock_advance(clockid_t clock, time_t seconds);

/* Stops it: from now on it only moves as it is told to. */
void clock_hold(clockid_t clock);

#endif
