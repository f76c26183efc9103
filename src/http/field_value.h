/* What the value of a field is made of (RFC 9110 section 5.5). */
#ifndef HTTP_FIELD_VALUE_H
#define HTTP_FIELD_VALUE_H

#include "postern/octets.h"

/* False when there is a control character other than a tab. */
bool field_value_valid(struct octets value);

#endif
