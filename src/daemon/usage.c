/* Asks the kernel what we take, without /proc, which is not there in a chroot. */
#include "daemon/usage.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>

#define USAGE_GAP 256 /* free numbers in a row, behind which none is taken yet */

/* poll(2), which could look at many in one call, does not see those of O_PATH. */
static bool usage_is_open(int descriptor)
{
	return fcntl(descriptor, F_GETFD) >= 0;
}

static unsigned int usage_count_descriptors(void)
{
	struct rlimit limit = {.rlim_cur = 0};
	unsigned int count = 0;

	getrlimit(RLIMIT_NOFILE, &limit);
	for (rlim_t i = 0; i < limit.rlim_cur; i++)
		count += usage_is_open((int)i);
	return count;
}

unsigned int usage_count_early_descriptors(void)
{
	unsigned int count = 0;
	int gap = 0;

	for (int i = 0; gap < USAGE_GAP; i++) {
		bool open = usage_is_open(i);

		count += open;
		gap = open ? 0 : gap + 1;
	}
	return count;
}

struct usage usage_measure(void)
{
	struct rusage resources = {.ru_maxrss = 0};

	getrusage(RUSAGE_SELF, &resources);
	return (struct usage){
		.descriptors = usage_count_descriptors(),
		.memory = (unsigned long)resources.ru_maxrss,
	};
}
