/* Presents a name and a password to a portal, through one of its factories. */
#include "application/login.h"

#include "application/command.h"
#include "application/login_walk.h"
#include "base/password_line.h"
#include "base/terminal.h"
#include "daemon/children.h"
#include "http/attempt.h"
#include "http/client_answer.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* One login while it is tried, with all of its secrets, to be wiped together. */
struct login_try {
	const struct login_options *options;
	const struct guard *guard;
	const struct credential_factory *factory; /* NULL: nothing is presented */
	char line[PASSWORD_LINE_MAX];
	char answer[CLIENT_ANSWER_MAX];
	alignas(max_align_t) char memory[ATTEMPT_MEMORY_SIZE]; /* of the credentials */
	struct error error;
};

/* NULL with the error set. */
static const struct guard *login_find_portal(const struct application *application,
					     const struct login_options *options, size_t *index,
					     struct error *error)
{
	for (*index = 0; options->portal_given && *index < application->guard_count; ++*index) {
		if (strcmp(application->guards[*index]->prefix.data, options->portal.prefix) == 0)
			return application->guards[*index];
	}
	*index = 0;
	if (!options->portal_given && application->guard_count == 1)
		return application->guards[0];
	if (options->portal_given)
		error_set(error, "there is no portal '%s'",
			  portal_description_prefix(&options->portal));
	else
		error_set(error, "there are several portals, add --at PREFIX");
	return NULL;
}

/* "digest" is meant by "digest", and means "digest:SHA-256:qop=auth", too. */
static bool login_is_factory(const char *string, const char *meant)
{
	size_t length = strlen(meant);

	return strncmp(string, meant, length) == 0 &&
	       (string[length] == '\0' || string[length] == ':');
}

static bool login_find_factory(struct login_try *try, const struct settings *offered)
{
	const struct settings *meant = &try->options->portal.factories;

	if (!try->options->user)
		return true;
	for (size_t i = 0; i < offered->count; i++) {
		if (meant->count > 0 &&
		    !login_is_factory(offered->items[i].text, meant->items[0].text))
			continue;
		try->factory = try->guard->factories[i];
		return true;
	}
	error_set(&try->error, "portal '%s' does not offer '%s'", guard_path(try->guard),
		  meant->count > 0 ? meant->items[0].text : "a login");
	return false;
}

static int login_choose(struct login_try *try, const struct application *application)
{
	size_t index;

	try->guard = login_find_portal(application, try->options, &index, &try->error);
	if (try->guard &&
	    login_find_factory(try, &application->description->portals[index].factories))
		return EX_OK;
	return EX_USAGE;
}

static int login_read_password(struct login_try *try, struct octets *password)
{
	if (try->options->password_stdin)
		return password_line_read(try->line, password, &try->error);
	if (terminal_read_password("Password: ", try->line, sizeof(try->line), password,
				   &try->error))
		return EX_OK;
	return EX_NOINPUT;
}

/* What the client would send; absent when it presents nothing. */
static int login_answer(struct login_try *try, struct octets *authorization)
{
	struct client_login login = {
		.target = octets_from(guard_path(try->guard)),
		.username = octets_from(try->options->user),
	};
	int status;

	*authorization = (struct octets){.data = NULL};
	if (!try->factory)
		return EX_OK;
	status = login_read_password(try, &login.password);
	if (status != EX_OK)
		return status;
	authorization->length = client_answer(try->factory, &login, try->answer, &try->error);
	authorization->data = try->answer;
	return authorization->length > 0 ? EX_OK : EX_DATAERR;
}

static enum login_outcome login_ask(struct login_try *try, struct credentials *credentials)
{
	const struct caller caller = {.may_block = true};
	struct portal *portal = try->guard->portal;
	enum login_outcome outcome;
	struct login_walk walk;
	struct login login;

	login_walk_begin(&walk, portal, credentials);
	outcome = portal_login_before(portal, credentials, &caller,
				      try->options->explain ? &walk.witness : NULL, &login,
				      &try->error);
	if (try->options->explain)
		login_walk_end(&walk);
	login_end(&login);
	return outcome;
}

static enum login_outcome login_present(struct login_try *try, struct octets authorization)
{
	struct arena arena = {.memory = try->memory, .size = sizeof(try->memory)};
	const struct request request = {
		.method = OCTETS("GET"),
		.target = octets_from(guard_path(try->guard)),
		.path = octets_from(guard_path(try->guard)),
		.rest = OCTETS(""),
	};
	struct credentials *credentials;

	if (guard_decode(try->guard, &request, authorization, &arena, &credentials, &try->error) ==
	    DECODING_CREDENTIALS)
		return login_ask(try, credentials);
	if (try->options->explain)
		login_walk_say("refused",
			       try->error.text[0] ? try->error.text : "nothing was presented");
	return LOGIN_REFUSED;
}

static int login_conclude(enum login_outcome outcome)
{
	switch (outcome) {
	case LOGIN_GRANTED:
		puts("granted");
		return EX_OK;
	case LOGIN_DENIED:
		puts("denied");
		return EX_NOPERM;
	case LOGIN_REFUSED:
		puts("refused");
		return EX_NOPERM;
	default:
		puts("cannot tell");
		return EX_TEMPFAIL;
	}
}

/* Whoever tries a login may be root, and the server is not: what root wrote would be root's. */
static void login_only_read(const struct application *application)
{
	for (size_t i = 0; i < application->guard_count; i++)
		portal_only_read(application->guards[i]->portal);
}

static int login_try(struct login_try *try, struct process *process)
{
	struct octets authorization;
	int status = process_read_application(process, &try->error);

	if (status == EX_OK)
		status = login_choose(try, process->application);
	if (status == EX_OK)
		login_only_read(process->application);
	if (status == EX_OK && !application_enter(process->application, NULL, &try->error))
		status = application_status(&try->error);
	if (status == EX_OK)
		status = login_answer(try, &authorization);
	if (status != EX_OK)
		return command_fail("login", &try->error, status);
	return login_conclude(login_present(try, authorization));
}

int login_run(struct process *process)
{
	struct login_try *try = memory_take(1, sizeof(*try));
	int status;

	try->options = &process->options.login;
	children_init();
	status = login_try(try, process);
	secret_wipe(try, sizeof(*try));
	free(try);
	return status;
}
