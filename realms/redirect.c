/* Writes the Location of a directory. */
#include "redirect.h"

#include "answer.h"
#include "percent.h"

#include <stdio.h>

#define REDIRECT_MARKS        "-._~!$&'()*+,;=:@/" /* RFC 3986 section 3.3 */
#define REDIRECT_LOCATION_MAX 1024                 /* bytes with the NUL */

/* Two slashes at the beginning would be the name of another host: there is always one. Returns the
 * length; 0 when it does not fit. */
static size_t redirect_path(struct octets path, char location[static REDIRECT_LOCATION_MAX])
{
	size_t start = 0;
	size_t length = 0;

	while (start < path.length && path.data[start] == '/')
		start++;
	location[length++] = '/';
	for (size_t i = start; i < path.length; i++) {
		if (length + sizeof("%XX/") > REDIRECT_LOCATION_MAX)
			return 0;
		length += percent_encode(path.data[i], REDIRECT_MARKS, location + length);
	}
	if (location[length - 1] != '/')
		location[length++] = '/';
	location[length] = '\0';
	return length;
}

static bool redirect_location(const struct request *request,
			      char location[static REDIRECT_LOCATION_MAX])
{
	size_t length = redirect_path(request->path, location);
	size_t room = REDIRECT_LOCATION_MAX - length;

	if (length == 0)
		return false;
	if (!request->query.data)
		return true;
	return (size_t)snprintf(location + length, room, "?%.*s", (int)request->query.length,
				request->query.data) < room;
}

void redirect_to_directory(const struct request *request, struct response *response)
{
	char location[REDIRECT_LOCATION_MAX];

	if (!redirect_location(request, location)) {
		answer_plain(response, 414);
		return;
	}
	answer_plain(response, 301);
	response_add_header(response, "Location", "%s", location);
}
