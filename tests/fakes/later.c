/* A checker of one user that takes its time: `later:MILLISECONDS:USER:PASSWORD`. */
#include "postern/checker.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>
#include <time.h>

#define LATER_DELAY_MAX 60000 /* milliseconds */

struct later_checker {
	struct checker base;
	struct timespec delay;
	char *username;
	struct octets password; /* owned */
};

static struct later_checker *later_from(struct checker *checker)
{
	return container_of(checker, struct later_checker, base);
}

static bool later_delay(struct octets text, struct timespec *delay, struct error *error)
{
	char *end;
	unsigned long milliseconds = strtoul(text.data, &end, 10);

	if (text.length == 0 || *end != '\0' || milliseconds > LATER_DELAY_MAX) {
		error_set(error, "cannot wait '%s' milliseconds", text.data);
		return false;
	}
	delay->tv_sec = (time_t)(milliseconds / 1000);
	delay->tv_nsec = (long)(milliseconds % 1000) * 1000000;
	return true;
}

static struct checker *later_create(struct arguments *arguments, struct error *error)
{
	struct octets milliseconds;
	struct octets username;
	struct octets password;
	struct timespec delay;
	struct later_checker *later;

	if (!arguments_next(arguments, &milliseconds) || !arguments_next(arguments, &username) ||
	    !arguments_next(arguments, &password)) {
		error_set(error, "needs MILLISECONDS:USER:PASSWORD");
		return NULL;
	}
	if (!later_delay(milliseconds, &delay, error))
		return NULL;
	later = memory_take(1, sizeof(*later));
	*later = (struct later_checker){
		.delay = delay,
		.username = memory_copy_text(username),
		.password = {.data = memory_copy_text(password), .length = password.length},
	};
	return &later->base;
}

static enum verdict later_request_avatar_id(struct checker *checker,
					    struct credentials *credentials,
					    const struct caller *caller,
					    struct avatar_id *avatar_id, struct error *error)
{
	const struct later_checker *later = later_from(checker);

	if (!octets_equal(credentials->username, octets_from(later->username)))
		error_set(error, "unknown user");
	else if (!credentials_check_password(credentials, later->password))
		error_set(error, "wrong password");
	/* Who has to be asked again may have looked already. */
	if (!caller->may_block)
		return VERDICT_LATER;
	nanosleep(&later->delay, NULL);
	if (error->text[0] != '\0')
		return VERDICT_REFUSED;
	avatar_id_set(avatar_id, credentials->username);
	return VERDICT_GRANTED;
}

static void later_destroy(struct checker *checker)
{
	struct later_checker *later = later_from(checker);

	secret_wipe((char *)later->password.data, later->password.length);
	free((char *)later->password.data);
	free(later->username);
	free(later);
}

const struct checker_type checker_later = {
	.base = {.name = "later",
		 .usage = "MILLISECONDS:USER:PASSWORD",
		 .summary = "one user, known after some time"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD,
	.create = later_create,
	.request_avatar_id = later_request_avatar_id,
	.destroy = later_destroy,
};
