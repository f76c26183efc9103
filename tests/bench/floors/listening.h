/* What the floors have in common with any server: a port, which they say. */
#ifndef FLOORS_LISTENING_H
#define FLOORS_LISTENING_H

/* A socket that does not block, on a free port of the loopback interface; says `ready: ` and the
 * URL. Ends the process when there is none. */
int listening_open(void);

/* Adds it to those that epoll waits for, to be read; ends the process when that fails. */
void listening_watch(int epoll, int descriptor);

#endif
