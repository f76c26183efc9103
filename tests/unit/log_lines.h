/* Keeps what is logged in this process, for tests that ask what was said. */
#ifndef LOG_LINES_H
#define LOG_LINES_H

/* A checked fixture's setup: from now on lines are kept. */
void log_lines_setup(void);

/* All lines, without their times: "warning http: text\n". */
const char *log_lines(void);

#endif
