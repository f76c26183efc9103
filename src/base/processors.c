/* Counts processors. */
#include "base/processors.h"

#include <sched.h>

unsigned int processors_count(void)
{
	cpu_set_t processors;

	if (sched_getaffinity(0, sizeof(processors), &processors) != 0)
		return 1;
	return (unsigned int)CPU_COUNT(&processors);
}
