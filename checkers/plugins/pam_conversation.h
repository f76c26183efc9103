/* What PAM's modules ask of who logs in, who has said no more than a password. */
#ifndef CHECKERS_PLUGINS_PAM_CONVERSATION_H
#define CHECKERS_PLUGINS_PAM_CONVERSATION_H

#include "postern/octets.h"

#include <security/pam_appl.h>

struct pam_conversation {
	struct octets password;
	bool told; /* it was asked for, and given: whoever asks again wants something else */
};

/* For struct pam_conv, whose data is a struct pam_conversation. PAM_CONV_ERR when something else is
 * asked than a password, or a second one. */
int pam_conversation_answer(int count, const struct pam_message **messages,
			    struct pam_response **responses, void *data);

#endif
