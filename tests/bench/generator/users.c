/* Names many users by their numbers. */
#include "users.h"

#include "fail.h"

void users_write_name(const struct users *users, unsigned int number,
		      char name[static USERS_NAME_MAX])
{
	int length = users->count
			     ? snprintf(name, USERS_NAME_MAX, "%s%07u", users->name, number + 1)
			     : snprintf(name, USERS_NAME_MAX, "%s", users->name);

	if (length >= USERS_NAME_MAX)
		FAIL("too long a name");
}
