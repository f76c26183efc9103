/* What this process takes of the machine. */
#ifndef DAEMON_USAGE_H
#define DAEMON_USAGE_H

struct usage {
	unsigned int descriptors; /* open now */
	unsigned long memory;     /* KiB, resident, at most so far */
};

struct usage usage_measure(void);

#endif
