/* How many processors there are for us. */
#ifndef BASE_PROCESSORS_H
#define BASE_PROCESSORS_H

/* Those that the process may run on; 1 at the least. */
unsigned int processors_count(void);

#endif
