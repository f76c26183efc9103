/* A service of PAM: the file that says which modules are asked. */
#ifndef CHECKERS_PLUGINS_PAM_SERVICE_H
#define CHECKERS_PLUGINS_PAM_SERVICE_H

#include "postern/arguments.h"

struct pam_service {
	char *name;
	char directory[PATH_MAX]; /* of the files of all services */
};

/* Takes its name, and the option `confdir`. False, with the error set, when there is no such
 * service; either way pam_service_finish() is owed. */
bool pam_service_init(struct pam_service *service, struct arguments *arguments,
		      struct error *error);
void pam_service_finish(struct pam_service *service);

/* As the start of a checker. */
bool pam_service_start(struct pam_service *service, const char *root, struct error *error);

#endif
