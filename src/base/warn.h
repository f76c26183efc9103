/* Who is told of what is allowed, and hardly meant. */
#ifndef BASE_WARN_H
#define BASE_WARN_H

/* One line, without a newline. */
typedef void warn_function(const char *line);

#endif
