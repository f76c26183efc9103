/* Makes paths absolute. */
#include "base/path.h"

#include "postern/memory.h"

char *path_make_absolute(const char *directory, const char *path)
{
	return path[0] == '/' ? memory_copy_text(octets_from(path))
			      : memory_format("%s/%s", directory, path);
}
