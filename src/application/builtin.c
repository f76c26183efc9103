/* Holds the built-in application, finds the files that it serves, and says how to try it. */
#include "application/builtin.h"

#include "application/file.h"
#include "postern/memory.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

const char builtin_text[] =
	"listen = {\"" DEFAULT_LISTEN "\"}\n"
	"\n"
	"portal \"/example\" {\n"
	"    name      = \"Example\"                      "
	"# the protection space, realm=\"…\" on the wire\n"
	"    factories = {\"digest:SHA-256\", \"digest:MD5\", \"basic\"}   # in the order offered\n"
	"    checkers  = {\"memory:alice:secret:bob:builder:carol:opensesame\"}\n"
	"    realm     = \"page\"\n"
	"}\n"
	"\n"
	"portal \"/\" {\n"
	"    checkers = {\"anonymous\"}\n"
	"    realm    = \"files:www\"\n"
	"}\n";

/* From the directory of the program. Tests are built one or two levels deeper. */
static const char *const builtin_places[] = {"../share/postern", "..", "../..", "../../.."};

static bool builtin_serves(const char *directory)
{
	char index[PATH_MAX];
	int length = snprintf(index, sizeof(index), "%s/www/index.html", directory);

	return length < PATH_MAX && access(index, R_OK) == 0;
}

/* By malloc; NULL with the error set. */
static char *builtin_directory(struct error *error)
{
	char *program = realpath("/proc/self/exe", NULL);
	char *found = NULL;

	if (!program) {
		error_set(error, "cannot find the program itself: %s", strerror(errno));
		return NULL;
	}
	dirname(program);
	for (size_t i = 0; !found && i < sizeof(builtin_places) / sizeof(*builtin_places); i++) {
		char place[PATH_MAX];
		int length = snprintf(place, sizeof(place), "%s/%s", program, builtin_places[i]);

		if (length < PATH_MAX && builtin_serves(place))
			found = realpath(place, NULL);
	}
	if (!found)
		error_set(error, "cannot find 'www/index.html' near '%s' (give --application FILE)",
			  program);
	free(program);
	return found;
}

int builtin_read(struct description **description, struct error *error)
{
	char *directory = builtin_directory(error);
	char *text;

	if (!directory)
		return EX_NOINPUT;
	text = memory_copy_text(octets_from(builtin_text));
	*description = file_parse(text, strlen(text), "built-in application", directory, error);
	free(text);
	free(directory);
	if (!*description)
		return EX_CONFIG;
	(*description)->demonstration = true;
	return EX_OK;
}

void builtin_print_hints(const char *url, const char *directory)
{
	puts("This is the built-in demonstration: everybody knows its passwords.");
	if (strncmp(url, "http", 4) != 0) /* a Unix socket: nothing to paste */
		return;
	printf("Open to all:      %s\n"
	       "With a password:  %sexample/foo\n"
	       "                  alice/secret, bob/builder, carol/opensesame\n"
	       "Try:\n"
	       "  curl --digest --user alice:secret %sexample/foo\n"
	       "  curl --basic --user bob:builder %sexample/foo\n"
	       "  curl --include %sexample/foo\n"
	       "Your own, in a directory with a folder www (this one is %s/www):\n"
	       "  %s --print-application > app.conf\n"
	       "  %s --nodaemon --application app.conf\n",
	       url, url, url, url, url, directory, program_invocation_name,
	       program_invocation_name);
	/* Now, and not when the process ends. */
	fflush(stdout);
}
