/* What this process takes of the machine. */
#ifndef DAEMON_USAGE_H
#define DAEMON_USAGE_H

struct usage {
	unsigned int descriptors; /* open now */
	unsigned long memory;     /* KiB, resident, at most so far */
};

struct usage usage_measure(void);

/* Descriptors that are open. None is looked for behind `gap` free numbers in a row: the limit may
 * be a thousand million. The kernel gives the lowest number that is free, so one is there only
 * when as many were open at once. */
unsigned int usage_count_descriptors(unsigned int gap);

/* Before the first client comes: hardly anything was closed. */
#define USAGE_GAP_EARLY 256

#endif
