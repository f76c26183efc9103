/* The conditions of a request: is what the client has still what there is (RFC 9110 section 13)? */
#ifndef REALMS_CONDITIONAL_H
#define REALMS_CONDITIONAL_H

#include "postern/request.h"
#include "validator.h"

enum conditional_verdict {
	CONDITIONAL_PROCEED = 0,  /* as if there were no conditions */
	CONDITIONAL_NOT_MODIFIED, /* 304 */
	CONDITIONAL_FAILED,       /* 412 */
};

/* A field that may stand only once. */
struct conditional_field {
	struct octets value; /* the first */
	unsigned int count;
};

/* A list of entity tags, on any number of lines. */
struct conditional_list {
	bool present;
	bool matches;
};

struct conditional {
	struct request_reader reader; /* is shown the fields of the request */
	const struct validator *validator;
	time_t now;
	struct conditional_list if_match;
	struct conditional_list if_none_match;
	struct conditional_field if_unmodified_since;
	struct conditional_field if_modified_since;
	struct conditional_field if_range;
	struct conditional_field range;
};

/* For GET or HEAD of what has that validator, which must outlive it. */
void conditional_init(struct conditional *conditional, const struct validator *validator,
		      time_t now);

/* In the order of RFC 9110 section 13.2.2. */
enum conditional_verdict conditional_judge(const struct conditional *conditional);

/* The Range of a GET that is to proceed; absent when there is none that counts. */
struct octets conditional_range(const struct conditional *conditional);

#endif
