/* Asks PAM, in a shared object of its own, so that the program does not depend on libpam. */
#include "pam_conversation.h"
#include "pam_service.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/number.h"
#include "postern/plugin_object.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PAM_CHECKER_FLAGS        (PAM_SILENT | PAM_DISALLOW_NULL_AUTHTOK)
#define PAM_CHECKER_REMEMBER_MAX 300 /* seconds: nothing is remembered for longer */

struct pam {
	struct checker base;
	struct pam_service service;
	unsigned int remember;       /* seconds; 0: not at all */
	_Atomic uint64_t generation; /* asked for so often, where nothing is remembered */
};

static struct pam *pam_from(struct checker *checker)
{
	return container_of(checker, struct pam, base);
}

static bool pam_take_remember(struct arguments *arguments, unsigned int *remember,
			      struct error *error)
{
	struct octets text = OCTETS("0");

	arguments_option(arguments, "remember", &text);
	if (number_parse(text.data, 0, PAM_CHECKER_REMEMBER_MAX, remember, error))
		return true;
	error_prefix(error, "remember");
	return false;
}

static void pam_destroy(struct checker *checker)
{
	pam_service_finish(&pam_from(checker)->service);
	free(pam_from(checker));
}

static struct checker *pam_create(struct arguments *arguments, struct error *error)
{
	struct pam *pam = memory_take(1, sizeof(*pam));

	if (pam_take_remember(arguments, &pam->remember, error) &&
	    pam_service_init(&pam->service, arguments, error))
		return &pam->base;
	pam_destroy(&pam->base);
	return NULL;
}

static bool pam_enter(struct checker *checker, const char *root, struct error *error)
{
	return pam_service_start(&pam_from(checker)->service, root, error);
}

/* PAM does not say when something has changed: each time, unless it may be remembered for a while.
 */
static uint64_t pam_generation(struct checker *checker, struct octets username,
			       const struct caller *caller)
{
	struct pam *pam = pam_from(checker);
	unsigned int remember = pam->remember;
	struct timespec now;

	(void)username;
	(void)caller;
	if (remember == 0)
		return atomic_fetch_add(&pam->generation, 1);
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec / remember;
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
	int status = pam_start_confdir(pam->service.name, username, &conversation,
				       pam->service.directory, &handle);

	if (status == PAM_SUCCESS)
		status = pam_ask(handle, avatar_id);
	if (status != PAM_SUCCESS)
		error_set(error, "service '%s': %s", pam->service.name,
			  pam_strerror(handle, status));
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
	"user that the server runs as, confined as it is. PAM does not say when an\n"
	"account has changed: each request asks it, unless remember=SECONDS (at most 300)\n"
	"lets a login count for so long.";

static const struct checker_type checker_pam = {
	.base = {.name = "pam",
		 .usage = "[SERVICE][:confdir=DIR][:remember=SECONDS]",
		 .summary = "whom the modules of a PAM service let in",
		 .help = pam_help},
	.interfaces = IUSERNAME_PASSWORD,
	.remembered = true,
	.create = pam_create,
	.start = pam_enter,
	.request_avatar_id = pam_request_avatar_id,
	.generation = pam_generation,
	.destroy = pam_destroy,
};

static const struct plugin_type *const pam_checkers[] = {&checker_pam.base, NULL};

const struct postern_plugin postern_plugin = {
	POSTERN_PLUGIN_BUILT,
	.checkers = pam_checkers,
};
