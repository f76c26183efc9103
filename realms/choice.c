/* Reads an option that is yes or no. */
#include "choice.h"

bool choice_take(struct arguments *arguments, const char *key, bool *choice, struct error *error)
{
	struct octets value = OCTETS("no");

	arguments_option(arguments, key, &value);
	*choice = octets_equal(value, OCTETS("yes"));
	if (*choice || octets_equal(value, OCTETS("no")))
		return true;
	error_set(error, "cannot use %s '%s', only 'yes' and 'no'", key, value.data);
	return false;
}
