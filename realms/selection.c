/* Weighs first the conditions of a request, and then its ranges. */
#include "selection.h"

#include "conditional.h"

#include <time.h>

static void selection_read_range(struct selection *selection, struct octets range,
				 const struct representation *representation)
{
	switch (ranges_read(range, representation->size, &selection->ranges)) {
	case RANGES_SATISFIABLE:
		/* A part of several has no place to say its coding. */
		if (selection->ranges.count == 1 || !representation->coding)
			selection->status = 206;
		break;
	case RANGES_UNSATISFIABLE:
		selection->status = 416;
		break;
	case RANGES_IGNORED:
		break;
	}
}

void selection_init(struct selection *selection, const struct representation *representation,
		    const struct request *request)
{
	struct conditional conditional;

	conditional_init(&conditional, &representation->validator, time(NULL));
	request_read_headers(request, &conditional.reader);
	selection->status = 200;
	selection->body = octets_equal(request->method, OCTETS("GET"));
	selection->resumed = conditional.if_range.count > 0;
	switch (conditional_judge(&conditional)) {
	case CONDITIONAL_FAILED:
		selection->status = 412;
		break;
	case CONDITIONAL_NOT_MODIFIED:
		selection->status = 304;
		break;
	case CONDITIONAL_PROCEED:
		/* Range is for GET alone (RFC 9110 section 14.2). */
		if (selection->body)
			selection_read_range(selection, conditional_range(&conditional),
					     representation);
		break;
	}
}
