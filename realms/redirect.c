/* Writes the Location of a directory. */
#include "redirect.h"

#include "answer.h"

#include <stdio.h>

#define REDIRECT_LOCATION_MAX 1024 /* bytes with the NUL */

/* Whether a byte may stand in a path as it is (RFC 3986 section 3.3). */
static bool redirect_plain(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte != '\0' && strchr("0123456789-._~!$&'()*+,;=:@/", byte));
}

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
		if (redirect_plain(path.data[i]))
			location[length++] = path.data[i];
		else
			length += (size_t)sprintf(location + length, "%%%02X",
						  (unsigned char)path.data[i]);
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
