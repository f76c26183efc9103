/* Gives up writing to files everywhere but where it is needed, for good (lifecycle section 1.8). */
#ifndef DAEMON_LANDLOCK_H
#define DAEMON_LANDLOCK_H

#include "daemon/places.h"

/* This thread, those that it starts and all programs that they run can from now on write in these
 * places and to /dev/null, read as before, bind no TCP port, and neither signal nor connect by
 * abstract sockets to processes outside; each as far as the kernel knows it. What is open stays as
 * it was opened. After no-new-privileges. False, with a line in the log, when all is as before. */
bool landlock_confine(const struct places *places);

#endif
