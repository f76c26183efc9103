/* A request of our own to an endpoint of ours: what a client would see of it. */
#ifndef HTTP_KNOCK_H
#define HTTP_KNOCK_H

#include "http/listener.h"

enum knock {
	KNOCK_UNANSWERED = 0, /* it takes connections, and does not answer */
	KNOCK_OUT_OF_REACH,   /* it cannot be connected to, at least from here */
	KNOCK_ANSWERED,
};

/* Waits at most `timeout` milliseconds to connect, and no longer than two seconds, and then as many
 * for the answer. The error says why it is not KNOCK_ANSWERED. */
enum knock knock(const struct listener *listener, unsigned int timeout, struct error *error);

#endif
