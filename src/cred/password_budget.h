/* The memory that slow hashes may take together: who would go beyond it waits. */
#ifndef CRED_PASSWORD_BUDGET_H
#define CRED_PASSWORD_BUDGET_H

#include "postern/password.h"

/* `size` in bytes. */
struct password_budget *password_budget_create(size_t size);

/* Nobody may have anything of it. NULL is fine. */
void password_budget_destroy(struct password_budget *budget);

/* Blocks until there is so much left, in the order of those who ask: many small ones never keep a
 * large one waiting for ever. At most its size. Without a budget (NULL) nobody waits. */
void password_budget_take(struct password_budget *budget, size_t size);
void password_budget_give_back(struct password_budget *budget, size_t size);

#endif
