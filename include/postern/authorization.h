/* The value of an Authorization field, taken apart (RFC 9110 section 11.4); the same for every
 * scheme. */
#ifndef POSTERN_AUTHORIZATION_H
#define POSTERN_AUTHORIZATION_H

#include "postern/octets.h"

#include <stdint.h>

#define AUTHORIZATION_PARAMETERS_MAX 64
#define AUTHORIZATION_MARKS          64

struct authorization_parameter {
	struct octets name;
	struct octets value; /* unescaped when it was a quoted string */
	bool quoted;
};

/* scheme [ 1*SP ( token68 / #auth-param ) ] */
struct authorization {
	struct octets scheme;
	struct octets token68; /* absent (data NULL), or the parameters are none */
	/* Numbers of parameters, counted from 1, by the marks of their names; of several that share
	 * a mark, the first one's. 0: none. */
	uint8_t places[AUTHORIZATION_MARKS];
	size_t parameter_count;
	struct authorization_parameter parameters[AUTHORIZATION_PARAMETERS_MAX];
};

/* A small number, the same in any case, by what names differ in most. */
static inline unsigned int authorization_mark(struct octets name)
{
	unsigned int first = name.data[0] & 0x1f;
	unsigned int last = name.data[name.length - 1] & 0x1f;

	return (3 * (unsigned int)name.length + first + last) % AUTHORIZATION_MARKS;
}

/* The parameter of that name, which is not empty, in any case; NULL when it is not there. Names
 * stand once: a second one is an error of the grammar (RFC 9110 section 11.2). */
const struct authorization_parameter *authorization_find(const struct authorization *authorization,
							 struct octets name);

/* The same. Names are mostly written as the RFC writes them, and have marks of their own: where the
 * name is a literal, that costs a few instructions and no call. */
static inline const struct authorization_parameter *authorization_parameter(
	const struct authorization *authorization, struct octets name)
{
	unsigned int number = authorization->places[authorization_mark(name)];

	if (number == 0)
		return NULL;
	if (octets_equal(authorization->parameters[number - 1].name, name))
		return &authorization->parameters[number - 1];
	return authorization_find(authorization, name);
}

#endif
