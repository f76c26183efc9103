/* Finds the file of a service, before PAM does: without one it would take another. */
#include "pam_service.h"

#include "postern/memory.h"
#include "postern/root.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define PAM_SERVICE_NAME      OCTETS("postern")
#define PAM_SERVICE_DIRECTORY OCTETS("/etc/pam.d")

/* PAM would take the file of the service "other". */
static bool pam_service_find(const struct pam_service *service, struct error *error)
{
	char *path = memory_format("%s/%s", service->directory, service->name);
	bool found = access(path, R_OK) == 0;

	if (!found)
		error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
	free(path);
	return found;
}

/* PAM writes names in lower case, whatever it is given, and takes the last part of a path. */
static bool pam_service_take_name(struct pam_service *service, struct arguments *arguments,
				  struct error *error)
{
	struct octets name = PAM_SERVICE_NAME;

	arguments_next(arguments, &name);
	service->name = memory_copy_text(name);
	if (name.length > 0 && name.data[0] != '.' &&
	    strspn(name.data, "abcdefghijklmnopqrstuvwxyz0123456789._-") == name.length)
		return true;
	error_set(error, "expected the name of a service, in lower case, not '%s'", service->name);
	return false;
}

bool pam_service_init(struct pam_service *service, struct arguments *arguments, struct error *error)
{
	struct octets directory = PAM_SERVICE_DIRECTORY;

	arguments_option(arguments, "confdir", &directory);
	return pam_service_take_name(service, arguments, error) &&
	       arguments_path(arguments, directory, service->directory, error) &&
	       pam_service_find(service, error);
}

void pam_service_finish(struct pam_service *service)
{
	free(service->name);
}

bool pam_service_start(struct pam_service *service, const char *root, struct error *error)
{
	return root_enter(root, service->directory, error) && pam_service_find(service, error);
}
