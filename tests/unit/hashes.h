/* What libcrypt is asked to compute: the work of a refusal, whatever the machine does beside it. */
#ifndef HASHES_H
#define HASHES_H

/* The schemes and costs of all hashes that this thread has computed since the last call, as
 * "$2y$11 $y$j9T "; "" for none. Valid until it computes another one. */
const char *hashes_taken(void);

#endif
