/* Credential interfaces, in words. */
#ifndef APPLICATION_INTERFACES_H
#define APPLICATION_INTERFACES_H

#define INTERFACES_TEXT_MAX 128 /* bytes with the NUL: all of them, and separators */

/* "IUsernamePassword, IUsernameHashedPassword": those that are or-ed in `interfaces`. */
struct interfaces_text {
	char text[INTERFACES_TEXT_MAX];
};

/* `separator` is at most ", " or " or ". */
struct interfaces_text interfaces_text(unsigned int interfaces, const char *separator);

#endif
