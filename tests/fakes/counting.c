/* A realm whose page counts the logins that were granted and those that ended: `counting`. */
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/realm.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define LARGE_SIZE (64 << 20) /* bytes of the page /large: more than any socket takes at once */

struct counting {
	struct realm realm;
	char *large;
	atomic_uint granted;
	atomic_uint logged_out;
};

/* One for each login: a logout that is missing is a leak, and a second one a double free. */
struct counting_avatar {
	struct avatar avatar;
	struct counting *counting;
};

static struct counting *counting_from(struct realm *realm)
{
	return container_of(realm, struct counting, realm);
}

static struct counting_avatar *counting_avatar_from(struct avatar *avatar)
{
	return container_of(avatar, struct counting_avatar, avatar);
}

static void counting_respond(struct avatar *avatar, const struct request *request,
			     struct response *response)
{
	struct counting *counting = counting_avatar_from(avatar)->counting;
	char text[64];
	int length;

	if (!request_reads(request)) {
		response_set_status(response, 405);
		response_add_header(response, "Allow", "GET, HEAD");
		return;
	}
	if (octets_equal(request->rest, OCTETS("/large"))) {
		response_set_constant(response, (struct octets){counting->large, LARGE_SIZE});
		return;
	}
	length = snprintf(text, sizeof(text), "granted %u, logged out %u\n",
			  atomic_load(&counting->granted), atomic_load(&counting->logged_out));
	response_set_text(response, (struct octets){text, (size_t)length});
}

static void counting_logout(struct avatar *avatar)
{
	struct counting_avatar *counted = counting_avatar_from(avatar);

	atomic_fetch_add(&counted->counting->logged_out, 1);
	free(counted);
}

static const struct avatar_type counting_avatar = {
	.respond = counting_respond,
	.logout = counting_logout,
};

static struct realm *counting_create(struct arguments *arguments, struct error *error)
{
	struct counting *counting = memory_take(1, sizeof(*counting));

	(void)arguments;
	(void)error;
	counting->large = memory_take(LARGE_SIZE, 1);
	return &counting->realm;
}

static enum verdict counting_request_avatar(struct realm *realm, const struct avatar_id *avatar_id,
					    struct avatar **avatar, struct error *error)
{
	struct counting_avatar *counted = memory_take(1, sizeof(*counted));

	(void)avatar_id;
	(void)error;
	counted->avatar.type = &counting_avatar;
	counted->counting = counting_from(realm);
	atomic_fetch_add(&counted->counting->granted, 1);
	*avatar = &counted->avatar;
	return VERDICT_GRANTED;
}

/* Whatever else a test looks at: the server does not end well when somebody is still logged in. */
static void counting_destroy(struct realm *realm)
{
	struct counting *counting = counting_from(realm);

	assert(atomic_load(&counting->granted) == atomic_load(&counting->logged_out));
	free(counting->large);
	free(counting);
}

const struct realm_type realm_counting = {
	.base = {.name = "counting",
		 .usage = "",
		 .summary = "a page that counts logins and logouts, and a large one"},
	.create = counting_create,
	.request_avatar = counting_request_avatar,
	.destroy = counting_destroy,
};
