/* All options, in words. */
#ifndef APPLICATION_OPTIONS_HELP_H
#define APPLICATION_OPTIONS_HELP_H

/* On standard output. */
void options_print_help(void);

#endif
