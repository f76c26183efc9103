/* Octets: bytes with a length. What comes from the wire may hold any byte, NUL too. */
#ifndef POSTERN_OCTETS_H
#define POSTERN_OCTETS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Borrowed: whoever made it owns the bytes. An absent value has data NULL, an empty one has not. */
struct octets {
	const char *data;
	size_t length; /* in bytes */
};

/* The octets of a string literal. */
#define OCTETS(literal) ((struct octets){.data = "" literal, .length = sizeof(literal) - 1})

static inline struct octets octets_from(const char *text)
{
	return (struct octets){.data = text, .length = text ? strlen(text) : 0};
}

/* For what everybody may know. Secrets are compared by secret_equal(). */
static inline bool octets_equal(struct octets a, struct octets b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* The same, A to Z being equal to a to z. Not strncasecmp(), which ends at a NUL. */
static inline bool octets_equal_ignoring_case(struct octets a, struct octets b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++) {
		unsigned char lower = (unsigned char)a.data[i] | 0x20;

		if (a.data[i] != b.data[i] &&
		    (((a.data[i] ^ b.data[i]) & ~0x20) != 0 || lower < 'a' || lower > 'z'))
			return false;
	}
	return true;
}

/* The same of the beginning of `octets`. */
static inline bool octets_begin_ignoring_case(struct octets octets, struct octets beginning)
{
	return octets.length >= beginning.length &&
	       octets_equal_ignoring_case((struct octets){octets.data, beginning.length},
					  beginning);
}

/* Less than, equal to or greater than 0, in the order of the bytes. */
static inline int octets_compare(struct octets a, struct octets b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* What is left behind the first `length` bytes, which must be there. */
static inline struct octets octets_skip(struct octets octets, size_t length)
{
	return (struct octets){.data = octets.data + length, .length = octets.length - length};
}

/* Without the white space of HTTP around it (RFC 9110 section 5.6.3). */
static inline struct octets octets_trim(struct octets octets)
{
	while (octets.length > 0 && (octets.data[0] == ' ' || octets.data[0] == '\t'))
		octets = octets_skip(octets, 1);
	while (octets.length > 0 &&
	       (octets.data[octets.length - 1] == ' ' || octets.data[octets.length - 1] == '\t'))
		octets.length--;
	return octets;
}

#endif
