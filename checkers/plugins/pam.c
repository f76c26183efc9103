/* Asks PAM, in a shared object of its own, so that the program does not depend on libpam. */
#include "pam_conversation.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/plugin_object.h"
#include "postern/root.h"
#include "postern/secret.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PAM_CHECKER_SERVICE   "postern"
#define PAM_CHECKER_DIRECTORY OCTETS("/etc/pam.d")
#define PAM_CHECKER_FLAGS     (PAM_SILENT | PAM_DISALLOW_NULL_AUTHTOK)

struct pam {
	struct checker base;
	char *service;
	char directory[PATH_MAX]; /* of the files that say what a service asks */
};

static struct pam *pam_from(struct checker *checker)
{
	return container_of(checker, struct pam, base);
}

/* Without such a file PAM would take the one of the service "other". */
static bool pam_find_service(const struct pam *pam, struct error *error)
{
	char *path = memory_format("%s/%s", pam->directory, pam->service);
	bool found = access(path, R_OK) == 0;

	if (!found)
		error_set_no_input(error, "cannot open '%s': %s", path, strerror(errno));
	free(path);
	return found;
}

/* PAM writes names in lower case, whatever it is given, and takes the last part of a path. */
static bool pam_take_service(struct pam *pam, struct arguments *arguments, struct error *error)
{
	struct octets name = OCTETS(PAM_CHECKER_SERVICE);

	arguments_next(arguments, &name);
	pam->service = memory_copy_text(name);
	if (name.length > 0 && name.data[0] != '.' &&
	    strspn(name.data, "abcdefghijklmnopqrstuvwxyz0123456789._-") == name.length)
		return true;
	error_set(error, "expected the name of a service, in lower case, not '%s'", pam->service);
	return false;
}

static void pam_destroy(struct checker *checker)
{
	free(pam_from(checker)->service);
	free(pam_from(checker));
}

static struct checker *pam_create(struct arguments *arguments, struct error *error)
{
	struct pam *pam = memory_take(1, sizeof(*pam));
	struct octets directory = PAM_CHECKER_DIRECTORY;

	arguments_option(arguments, "confdir", &directory);
	if (pam_take_service(pam, arguments, error) &&
	    arguments_path(arguments, directory, pam->directory, error) &&
	    pam_find_service(pam, error))
		return &pam->base;
	pam_destroy(&pam->base);
	return NULL;
}

static bool pam_enter(struct checker *checker, const char *root, struct error *error)
{
	struct pam *pam = pam_from(checker);

	return root_enter(root, pam->directory, error) && pam_find_service(pam, error);
}

/* We have a throttle, and a thread that sleeps lets others wait. */
static void pam_do_not_delay(int status, unsigned int microseconds, void *data)
{
	(void)status;
	(void)microseconds;
	(void)data;
}

/* The name is PAM's to say: a module may have made another one of it. */
static int pam_ask(pam_handle_t *handle, struct avatar_id *avatar_id)
{
	const void *name = NULL;
	int status = pam_set_item(handle, PAM_FAIL_DELAY, (const void *)pam_do_not_delay);

	if (status == PAM_SUCCESS)
		status = pam_authenticate(handle, PAM_CHECKER_FLAGS);
	if (status == PAM_SUCCESS)
		status = pam_acct_mgmt(handle, PAM_CHECKER_FLAGS);
	if (status == PAM_SUCCESS)
		status = pam_get_item(handle, PAM_USER, &name);
	if (status == PAM_SUCCESS && !avatar_id_set(avatar_id, octets_from(name)))
		status = PAM_USER_UNKNOWN;
	return status;
}

static enum verdict pam_verdict(int status)
{
	switch (status) {
	case PAM_SUCCESS:
		return VERDICT_GRANTED;
	case PAM_AUTH_ERR:
	case PAM_USER_UNKNOWN:
	case PAM_PERM_DENIED:
	case PAM_MAXTRIES:
	case PAM_ACCT_EXPIRED:
	case PAM_NEW_AUTHTOK_REQD: /* there is nobody here who could choose a new one */
	case PAM_AUTHTOK_EXPIRED:
	case PAM_CRED_EXPIRED:
	case PAM_CONV_ERR: /* a module asks for more than a password */
		return VERDICT_REFUSED;
	default:
		return VERDICT_UNAVAILABLE;
	}
}

static enum verdict pam_log_in(const struct pam *pam, const char *username,
			       struct pam_conversation *said, struct avatar_id *avatar_id,
			       struct error *error)
{
	const struct pam_conv conversation = {.conv = pam_conversation_answer, .appdata_ptr = said};
	pam_handle_t *handle = NULL;
	int status =
		pam_start_confdir(pam->service, username, &conversation, pam->directory, &handle);

	if (status == PAM_SUCCESS)
		status = pam_ask(handle, avatar_id);
	if (status != PAM_SUCCESS)
		error_set(error, "service '%s': %s", pam->service, pam_strerror(handle, status));
	if (handle)
		pam_end(handle, status);
	return pam_verdict(status);
}

static bool pam_is_text(struct octets octets)
{
	return octets.length < PAM_MAX_RESP_SIZE && !memchr(octets.data, '\0', octets.length);
}

static enum verdict pam_request_avatar_id(struct checker *checker, struct credentials *credentials,
					  const struct caller *caller, struct avatar_id *avatar_id,
					  struct error *error)
{
	struct pam_conversation said = {.password = credentials_password(credentials)};
	char username[AVATAR_ID_MAX + 1];

	if (!caller->may_block)
		return VERDICT_LATER;
	if (!pam_is_text(credentials->username) || !pam_is_text(said.password)) {
		error_set(error, "user name or password is too long, or holds a NUL");
		return VERDICT_REFUSED;
	}
	snprintf(username, sizeof(username), "%.*s", (int)credentials->username.length,
		 credentials->username.data);
	return pam_log_in(pam_from(checker), username, &said, avatar_id, error);
}

static const char pam_help[] =
	"SERVICE is a file in /etc/pam.d, or in confdir=DIR; without one: 'postern'. Its\n"
	"modules may ask for the password, once, and for nothing else. They run as the\n"
	"user that the server runs as, confined as it is. A login is not remembered: PAM\n"
	"does not say when an account has changed.";

static const struct checker_type checker_pam = {
	.base = {.name = "pam",
		 .usage = "[SERVICE][:confdir=DIR]",
		 .summary = "whom the modules of a PAM service let in",
		 .help = pam_help},
	.interfaces = IUSERNAME_PASSWORD,
	.create = pam_create,
	.start = pam_enter,
	.request_avatar_id = pam_request_avatar_id,
	.destroy = pam_destroy,
};

static const struct plugin_type *const pam_checkers[] = {&checker_pam.base, NULL};

const struct postern_plugin postern_plugin = {
	POSTERN_PLUGIN_BUILT,
	.checkers = pam_checkers,
};
