/* What `postern --help` prints. */
#include "application/options_help.h"

#include "application/description.h"
#include "application/lifecycle_options.h"
#include "application/login_options.h"

#include <stdio.h>

void options_print_help(void)
{
	fputs("Usage: postern [run] [OPTIONS]         serve\n"
	      "       postern check [OPTIONS]         explain what would be served\n"
	      "       postern stop|restart|reload|rotate|status [OPTIONS]\n"
	      "                                       with the options of the server\n"
	      "       postern login [OPTIONS] USER    try one login, without a server\n"
	      "       postern user VERB ...           accounts (postern user --help)\n"
	      "\n"
	      "  -y, --application FILE    what to serve; without one, a demonstration\n"
	      "      --listen ENDPOINT     instead of the application's; may be repeated\n"
	      "                            (" DEFAULT_LISTEN ")\n"
	      "      --loops N             threads that serve, 1 to 32 (one for each processor)\n"
	      "      --head-limit BYTES    the longest head of a request, 4096 to 65536 (8192);\n"
	      "                            a higher one costs memory for each connection, and\n"
	      "                            time for each request\n"
	      "      --login-timeout SECONDS\n"
	      "                            who waits longer for a login is answered 503 (10)\n"
	      "      --throttle on|off     slow down who guesses passwords (on)\n"
	      "      --throttle-exempt ADDR\n"
	      "                            but not these; as --trusted-proxy\n"
	      "      --trusted-proxy ADDR  believe its X-Forwarded-For: an address, a network\n"
	      "                            like 10.0.0.0/8, or unix; may be repeated\n"
	      "      --writable DIR        where programs of checkers may write, beside the\n"
	      "                            application's; may be repeated\n"
	      "      --plugin FILE         a shared object with checkers or realms, beside the\n"
	      "                            application's; may be repeated, and stand before\n"
	      "                            --help-auth and --help-realm\n"
	      "      --access-log TYPE:FILE\n"
	      "                            a line for each request; TYPE: combined or json\n"
	      "      --nonce-key FILE      the key of Digest's nonces, for servers that share\n"
	      "                            the portals (a random one for each start)\n"
	      "\n",
	      stdout);
	fputs(lifecycle_options_help, stdout);
	fputs("\n"
	      "An application in a few words; --at may be repeated, and begins a portal:\n"
	      "      --at PREFIX           the path that it guards\n"
	      "      --name NAME           its protection space, realm=\"NAME\" on the wire\n"
	      "      --factory TYPE[:ARG]  an authentication scheme; may be repeated\n"
	      "      --auth TYPE[:ARG]     a checker: who you are; may be repeated\n"
	      "      --require WHO         of those only user:NAME or group:NAME; may be\n"
	      "                            repeated\n"
	      "      --realm TYPE[:ARG]    what you get\n"
	      "      --mutual              Digest: prove to clients that the server knows the\n"
	      "                            password, too\n"
	      "\n"
	      "      --print-application   the demonstration, to begin your own with\n"
	      "      --help-auth           list checkers; --help-auth-type TYPE explains one\n"
	      "      --help-realm          list realms; --help-realm-type TYPE explains one\n"
	      "      --help-factory        list schemes; --help-factory-type TYPE explains one\n"
	      "      --version             print the version\n"
	      "      --help                print this\n",
	      stdout);
	fputs(login_options_help, stdout);
}
