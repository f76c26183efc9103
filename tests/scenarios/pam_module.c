/* A module of PAM whose answers depend on who logs in, always with the password "secret". */
#include <security/pam_ext.h>
#include <security/pam_modules.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MODULE_DELAY 1000000000 /* microseconds: whoever sleeps so long never comes back */

/* Users with other questions than one for a password. */
static int module_ask(pam_handle_t *handle, const char *user)
{
	char *answer = NULL;

	if (strcmp(user, "told") == 0)
		return pam_info(handle, "welcome");
	if (strcmp(user, "loud") == 0)
		return pam_prompt(handle, PAM_PROMPT_ECHO_ON, &answer, "a word: ");
	if (strcmp(user, "token") == 0)
		return pam_prompt(handle, PAM_PROMPT_ECHO_OFF, &answer, "a number: ");
	return PAM_SUCCESS;
}

/* Modules start programs: pam_unix does so to read the shadow file. */
static int module_run_program(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0 && waitpid(pid, NULL, 0) == pid ? PAM_SUCCESS : PAM_AUTHINFO_UNAVAIL;
}

int pam_sm_authenticate(pam_handle_t *handle, int flags, int argc, const char **argv)
{
	const char *user;
	const char *password;

	(void)flags;
	(void)argc;
	(void)argv;
	if (pam_get_user(handle, &user, NULL) != PAM_SUCCESS ||
	    pam_get_authtok(handle, PAM_AUTHTOK, &password, NULL) != PAM_SUCCESS)
		return PAM_AUTHINFO_UNAVAIL;
	if (strcmp(user, "away") == 0)
		return PAM_AUTHINFO_UNAVAIL;
	if (module_ask(handle, user) != PAM_SUCCESS)
		return PAM_CONV_ERR;
	if (strcmp(password, "secret") != 0) {
		pam_fail_delay(handle, MODULE_DELAY);
		return PAM_AUTH_ERR;
	}
	if (strcmp(user, "runner") == 0)
		return module_run_program();
	if (strcmp(user, "mapped") == 0)
		return pam_set_item(handle, PAM_USER, "alice");
	return PAM_SUCCESS;
}

int pam_sm_acct_mgmt(pam_handle_t *handle, int flags, int argc, const char **argv)
{
	const char *user;

	(void)flags;
	(void)argc;
	(void)argv;
	if (pam_get_user(handle, &user, NULL) != PAM_SUCCESS)
		return PAM_AUTHINFO_UNAVAIL;
	if (strcmp(user, "expired") == 0)
		return PAM_ACCT_EXPIRED;
	return strcmp(user, "old") == 0 ? PAM_NEW_AUTHTOK_REQD : PAM_SUCCESS;
}

int pam_sm_setcred(pam_handle_t *handle, int flags, int argc, const char **argv)
{
	(void)handle;
	(void)flags;
	(void)argc;
	(void)argv;
	return PAM_SUCCESS;
}
