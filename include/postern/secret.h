/* Secrets are compared in constant time, and wiped by the function that decoded them. */
#ifndef POSTERN_SECRET_H
#define POSTERN_SECRET_H

#include "postern/octets.h"

/* Random bytes that nobody can guess. Without randomness the process ends. */
void secret_random(void *memory, size_t length);

/* Overwrites memory in a way that no compiler leaves out. */
void secret_wipe(void *memory, size_t length);

/* The time it takes tells the length of `presented`, which its sender knows, and nothing else. */
bool secret_equal(struct octets presented, struct octets stored);

#endif
