/* Loads shared objects, and believes none that does not fit. */
#include "application/plugin_object.h"

#include "base/trusted_path.h"
#include "postern/descriptor.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

/* Our own header: the linker knows where it is. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

/* Asked first: of an object for another machine the loader says that there is no such file. */
static bool plugin_object_is_for_us(const char *path, struct error *error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ElfW(Ehdr) header = {.e_machine = EM_NONE};
	ssize_t length;

	if (descriptor < 0) {
		error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
		return false;
	}
	length = descriptor_read(descriptor, (char *)&header, sizeof(header));
	close(descriptor);
	if (length != sizeof(header) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
		error_set(error, "cannot load '%s': no shared object", path);
	else if (header.e_machine != __ehdr_start.e_machine ||
		 memcmp(header.e_ident, __ehdr_start.e_ident, EI_VERSION) != 0)
		error_set(error, "cannot load '%s': built for another machine", path);
	else
		return true;
	return false;
}

/* The loader begins with the path that we gave it, which the error has already. */
static void plugin_object_fail(const char *path, struct error *error)
{
	const char *reason = dlerror();
	size_t length = strlen(path);

	if (strncmp(reason, path, length) == 0 && strncmp(reason + length, ": ", 2) == 0)
		reason += length + 2;
	error_set(error, "cannot load '%s': %s", path, reason);
}

static bool plugin_object_fits(const struct postern_plugin *plugin, const char *path,
			       struct error *error)
{
	static const struct postern_plugin ours = {POSTERN_PLUGIN_BUILT};

	if (plugin->abi != ours.abi)
		error_set(error, "cannot load '%s': built for ABI %u, this program has ABI %u",
			  path, plugin->abi, ours.abi);
	else if (memcmp(&plugin->sizes, &ours.sizes, sizeof(ours.sizes)) != 0)
		error_set(error, "cannot load '%s': built with the headers of another version",
			  path);
	else
		return true;
	return false;
}

const struct postern_plugin *plugin_object_load(const char *path, struct error *error)
{
	const struct postern_plugin *plugin;
	void *object;

	if (!trusted_path_check(path, error) || !plugin_object_is_for_us(path, error))
		return NULL;
	object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!object) {
		plugin_object_fail(path, error);
		return NULL;
	}
	plugin = dlsym(object, "postern_plugin");
	if (!plugin)
		error_set(error, "cannot load '%s': it exports no 'postern_plugin'", path);
	else if (plugin_object_fits(plugin, path, error))
		return plugin;
	dlclose(object);
	return NULL;
}
