/* Asks the kernel what we take, without /proc, which is not there in a chroot. */
#include "daemon/usage.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>

/* A crowd may have left, and somebody who came late stays: as many as postern.service allows. It
 * takes some milliseconds. */
#define USAGE_GAP 65536

/* poll(2), which could look at many in one call, does not see those of O_PATH. */
static bool usage_is_open(int descriptor)
{
	return fcntl(descriptor, F_GETFD) >= 0;
}

unsigned int usage_count_descriptors(unsigned int gap)
{
	unsigned int count = 0;
	unsigned int free_numbers = 0;

	for (int i = 0; free_numbers < gap; i++) {
		bool open = usage_is_open(i);

		count += open;
		free_numbers = open ? 0 : free_numbers + 1;
	}
	return count;
}

struct usage usage_measure(void)
{
	struct rusage resources = {.ru_maxrss = 0};

	getrusage(RUSAGE_SELF, &resources);
	return (struct usage){
		.descriptors = usage_count_descriptors(USAGE_GAP),
		.memory = (unsigned long)resources.ru_maxrss,
	};
}
