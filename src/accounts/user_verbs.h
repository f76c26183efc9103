/* The verbs of `postern user`. */
#ifndef ACCOUNTS_USER_VERBS_H
#define ACCOUNTS_USER_VERBS_H

#include "accounts/user_options.h"

extern const struct user_verb user_verb_add;
extern const struct user_verb user_verb_passwd;
extern const struct user_verb user_verb_list;
extern const struct user_verb user_verb_show;
extern const struct user_verb user_verb_disable;
extern const struct user_verb user_verb_enable;
extern const struct user_verb user_verb_delete;
extern const struct user_verb user_verb_group;
extern const struct user_verb user_verb_import;
extern const struct user_verb user_verb_export;

#endif
