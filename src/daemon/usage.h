/* What this process takes of the machine. */
#ifndef DAEMON_USAGE_H
#define DAEMON_USAGE_H

struct usage {
	unsigned int descriptors; /* open now */
	unsigned long memory;     /* KiB, resident, at most so far */
};

struct usage usage_measure(void);

/* Descriptors that are open before the first client comes. The kernel gives the lowest number:
 * there is no need to look through a million of them. */
unsigned int usage_count_early_descriptors(void);

#endif
