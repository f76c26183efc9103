/* Chooses where the application comes from; the options of the whole application have the last
 * word. */
#include "application/source.h"

#include "application/builtin.h"
#include "application/file.h"

#include <sysexits.h>

static int source_describe(struct options *options, struct description **description,
			   struct error *error)
{
	int status;

	if (options->given->portal_count > 0) {
		*description = options->given;
		options->given = NULL;
		return EX_OK;
	}
	status = options->application ? file_read(options->application, description, error)
				      : builtin_read(description, error);
	if (status == EX_OK)
		description_override(*description, options->given);
	return status;
}

int source_read(struct options *options, struct application **application, struct error *error)
{
	struct description *description;
	int status = source_describe(options, &description, error);

	if (status != EX_OK)
		return status;
	*application = application_create(description, error);
	return *application ? EX_OK : EX_CONFIG;
}

struct application *source_read_again(struct options *options, struct application *old,
				      warn_function *warn, struct error *error)
{
	struct description *description;

	if (source_describe(options, &description, error) != EX_OK)
		return NULL;
	return application_succeed(old, description, warn, error);
}
