/* `postern user`: makes, changes and shows the accounts in a store that checkers read. */
#ifndef ACCOUNTS_USER_H
#define ACCOUNTS_USER_H

/* argv[0] is "user". Returns the status to exit with; errors are on standard error. */
int user_main(int argc, char *argv[]);

#endif
