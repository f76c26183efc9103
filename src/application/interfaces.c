/* Writes sets of credential interfaces with Twisted's names. */
#include "application/interfaces.h"

#include "postern/credentials.h"

struct interfaces_text interfaces_text(unsigned int interfaces, const char *separator)
{
	struct interfaces_text list = {.text = ""};
	char *end = list.text;

	for (unsigned int i = 0; i < CREDENTIAL_INTERFACE_COUNT; i++) {
		if (!(interfaces & 1U << i))
			continue;
		if (end != list.text)
			end = stpcpy(end, separator);
		end = stpcpy(end, credential_interface_name((enum credential_interface)(1U << i)));
	}
	return list;
}
