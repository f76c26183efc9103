/* Answers the one question that we have an answer to. */
#include "pam_conversation.h"

#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>

static int pam_conversation_say(struct pam_conversation *conversation,
				const struct pam_message *message, struct pam_response *response)
{
	if (message->msg_style == PAM_TEXT_INFO || message->msg_style == PAM_ERROR_MSG)
		return PAM_SUCCESS;
	if (message->msg_style != PAM_PROMPT_ECHO_OFF || conversation->told)
		return PAM_CONV_ERR;
	conversation->told = true;
	/* PAM's now, which wipes it. */
	response->resp = memory_copy_text(conversation->password);
	return PAM_SUCCESS;
}

static void pam_conversation_wipe(struct pam_response *answers, int count)
{
	for (int i = 0; i < count; i++) {
		if (answers[i].resp)
			secret_wipe(answers[i].resp, strlen(answers[i].resp));
		free(answers[i].resp);
	}
	free(answers);
}

int pam_conversation_answer(int count, const struct pam_message **messages,
			    struct pam_response **responses, void *data)
{
	struct pam_response *answers;
	int status = PAM_SUCCESS;

	if (count <= 0 || count > PAM_MAX_NUM_MSG)
		return PAM_CONV_ERR;
	answers = memory_take((size_t)count, sizeof(*answers));
	for (int i = 0; i < count && status == PAM_SUCCESS; i++)
		status = pam_conversation_say(data, messages[i], &answers[i]);
	if (status == PAM_SUCCESS) {
		*responses = answers;
		return status;
	}
	pam_conversation_wipe(answers, count);
	return status;
}
