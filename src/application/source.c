/* Chooses where the application comes from; the options of the whole application have the last
 * word. */
#include "application/source.h"

#include "application/builtin.h"
#include "application/file.h"

#include <sysexits.h>

static int source_describe(struct options *options, const char *root,
			   struct description **description, struct error *error)
{
	int status;

	if (options->given->portal_count > 0) {
		*description = options->given;
		options->given = NULL;
		return EX_OK;
	}
	status = options->application ? file_read(options->application, root, description, error)
				      : builtin_read(description, error);
	if (status == EX_OK)
		description_override(*description, options->given);
	return status;
}

int source_read(struct options *options, struct application **application, struct error *error)
{
	struct description *description;
	int status = source_describe(options, NULL, &description, error);

	if (status != EX_OK)
		return status;
	*application = application_create(description, error);
	return *application ? EX_OK : application_status(error);
}

struct application *source_read_again(struct options *options, const char *root,
				      struct application *old, warn_function *warn,
				      struct error *error)
{
	struct description *description;

	if (source_describe(options, root, &description, error) != EX_OK)
		return NULL;
	return application_succeed(old, description, root, warn, error);
}
