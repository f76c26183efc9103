/* Reads the options of `postern login`. */
#include "application/login_options.h"

enum login_option_code {
	LOGIN_OPTION_EXPLAIN = 1024, /* behind all others */
	LOGIN_OPTION_PASSWORD_STDIN,
};

const struct option login_options_long[] = {
	{"explain", no_argument, NULL, LOGIN_OPTION_EXPLAIN},
	{"password-stdin", no_argument, NULL, LOGIN_OPTION_PASSWORD_STDIN},
	{NULL, 0, NULL, 0},
};

const char login_options_help[] =
	"\n"
	"To try one login, behind all other options: --at PREFIX [--factory TYPE] USER\n"
	"      --explain             say what each checker says, and the realm\n"
	"      --password-stdin      read the password from the first line of standard\n"
	"                            input; else it is asked for on the terminal\n";

bool login_options_know(int code)
{
	return code == LOGIN_OPTION_EXPLAIN || code == LOGIN_OPTION_PASSWORD_STDIN;
}

void login_options_take(struct login_options *options, int code)
{
	if (code == LOGIN_OPTION_EXPLAIN)
		options->explain = true;
	else
		options->password_stdin = true;
}

void login_options_choose(struct login_options *options, struct description *given)
{
	const struct portal_description *last;

	if (given->portal_count == 0)
		return;
	last = &given->portals[given->portal_count - 1];
	if (last->checkers.count > 0 || last->realm.text)
		return;
	options->portal = description_take_portal(given);
	options->portal_given = true;
}

void login_options_finish(struct login_options *options)
{
	if (options->portal_given)
		portal_description_finish(&options->portal);
}
