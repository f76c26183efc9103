/* The value of an Authorization field, taken apart (RFC 9110 section 11.4); the same for every
 * scheme. */
#ifndef POSTERN_AUTHORIZATION_H
#define POSTERN_AUTHORIZATION_H

#include "postern/octets.h"

#include <stdint.h>

#define AUTHORIZATION_PARAMETERS_MAX 64

struct authorization_parameter {
	struct octets name;
	struct octets value; /* unescaped when it was a quoted string */
	bool quoted;
};

/* scheme [ 1*SP ( token68 / #auth-param ) ] */
struct authorization {
	struct octets scheme;
	struct octets token68; /* absent (data NULL), or the parameters are none */
	uint64_t marks;        /* of the names of all parameters, or-ed */
	size_t parameter_count;
	struct authorization_parameter parameters[AUTHORIZATION_PARAMETERS_MAX];
};

/* One bit, the same in any case, by what names differ in most. A name whose mark is not there is
 * not there either. */
static inline uint64_t authorization_mark(struct octets name)
{
	unsigned int first = name.data[0] & 0x1f;
	unsigned int last = name.data[name.length - 1] & 0x1f;

	return UINT64_C(1) << ((3 * name.length + first + last) % 64);
}

/* The parameter of that name, which is not empty, in any case; NULL when it is not there. Names
 * stand once: a second one is an error of the grammar (RFC 9110 section 11.2). */
const struct authorization_parameter *authorization_find(const struct authorization *authorization,
							 struct octets name);

/* The same. Names are mostly written as the RFC writes them: where the name is a literal, each is
 * then compared in a few instructions, and without a call. */
static inline const struct authorization_parameter *authorization_parameter(
	const struct authorization *authorization, struct octets name)
{
	if ((authorization->marks & authorization_mark(name)) == 0)
		return NULL;
	for (size_t i = 0; i < authorization->parameter_count; i++) {
		if (octets_equal(authorization->parameters[i].name, name))
			return &authorization->parameters[i];
	}
	return authorization_find(authorization, name);
}

#endif
