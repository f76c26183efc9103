/* Checkers, realms and credentials that do what a test tells them, and count. */
#include "fake_plugins.h"

#include "postern/container.h"
#include "postern/memory.h"

#include <stdlib.h>

const struct caller fake_patient = {.slot = 0, .may_block = true, .turn = 1};
const struct caller fake_hasty = {.slot = 0, .may_block = false, .turn = 1};

static bool fake_fails(struct arguments *arguments, struct error *error)
{
	struct octets value;

	if (!arguments_option(arguments, "fail", &value))
		return false;
	error_set(error, "cannot do it");
	return true;
}

struct fake_checker *fake_checker_from(struct checker *checker)
{
	return container_of(checker, struct fake_checker, base);
}

struct fake_checker *fake_checker_create(const struct checker_type *type, enum verdict verdict,
					 const char *name)
{
	struct fake_checker *fake = memory_take(1, sizeof(*fake));

	fake->base = (struct checker){.type = type, .interfaces = type->interfaces};
	fake->verdict = verdict;
	if (name)
		avatar_id_set(&fake->avatar_id, octets_from(name));
	return fake;
}

static struct checker *fake_checker_configure(struct arguments *arguments, struct error *error)
{
	struct fake_checker *fake;

	if (fake_fails(arguments, error))
		return NULL;
	fake = memory_take(1, sizeof(*fake));
	return &fake->base;
}

static const char *fake_checker_writes(const struct checker *checker)
{
	return container_of(checker, const struct fake_checker, base)->writes;
}

static enum verdict fake_checker_request_avatar_id(struct checker *checker,
						   struct credentials *credentials,
						   const struct caller *caller,
						   struct avatar_id *avatar_id, struct error *error)
{
	struct fake_checker *fake = fake_checker_from(checker);

	(void)credentials;
	(void)caller;
	fake->asked++;
	if (fake->data_change)
		fake->generation++;
	*avatar_id = fake->avatar_id;
	if (fake->reason)
		error_set(error, "%s", fake->reason);
	return fake->verdict;
}

static uint64_t fake_checker_generation(struct checker *checker, struct octets username,
					const struct caller *caller)
{
	(void)username;
	(void)caller;
	return fake_checker_from(checker)->generation;
}

static void fake_checker_destroy(struct checker *checker)
{
	struct fake_checker *fake = fake_checker_from(checker);

	if (fake->ended)
		++*fake->ended;
	free(fake);
}

const struct checker_type fake_checker_plain = {
	.base = {.name = "plain", .usage = "", .summary = "says what it is told"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD,
	.create = fake_checker_configure,
	.writes = fake_checker_writes,
	.request_avatar_id = fake_checker_request_avatar_id,
	.destroy = fake_checker_destroy,
};

const struct checker_type fake_checker_remembered = {
	.base = {.name = "remembered",
		 .usage = "",
		 .summary = "says what it is told, and is remembered"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD,
	.remembered = true,
	.create = fake_checker_configure,
	.request_avatar_id = fake_checker_request_avatar_id,
	.generation = fake_checker_generation,
	.destroy = fake_checker_destroy,
};

const struct checker_type fake_checker_anonymous = {
	.base = {.name = "nameless",
		 .usage = "",
		 .summary = "says what it is told to those who say nothing"},
	.interfaces = IANONYMOUS,
	.create = fake_checker_configure,
	.request_avatar_id = fake_checker_request_avatar_id,
	.destroy = fake_checker_destroy,
};

static struct fake_realm *fake_realm_from_avatar(struct avatar *avatar)
{
	return container_of(avatar, struct fake_realm, avatar);
}

static void fake_avatar_respond(struct avatar *avatar, const struct request *request,
				struct response *response)
{
	(void)request;
	(void)response;
	fake_realm_from_avatar(avatar)->responses++;
}

static void fake_avatar_logout(struct avatar *avatar)
{
	fake_realm_from_avatar(avatar)->logouts++;
}

static const struct avatar_type fake_avatar_type = {
	.respond = fake_avatar_respond,
	.logout = fake_avatar_logout,
};

struct fake_realm *fake_realm_from(struct realm *realm)
{
	return container_of(realm, struct fake_realm, base);
}

struct fake_realm *fake_realm_create(void)
{
	struct fake_realm *fake = memory_take(1, sizeof(*fake));

	*fake = (struct fake_realm){
		.base = {.type = &fake_realm_type},
		.avatar = {.type = &fake_avatar_type},
		.verdict = VERDICT_GRANTED,
	};
	return fake;
}

static struct realm *fake_realm_configure(struct arguments *arguments, struct error *error)
{
	return fake_fails(arguments, error) ? NULL : &fake_realm_create()->base;
}

static const char *fake_realm_writes(const struct realm *realm)
{
	return container_of(realm, const struct fake_realm, base)->writes;
}

static enum verdict fake_realm_request_avatar(struct realm *realm,
					      const struct avatar_id *avatar_id,
					      struct avatar **avatar, struct error *error)
{
	struct fake_realm *fake = fake_realm_from(realm);

	fake->asked++;
	fake->avatar_id = *avatar_id;
	*avatar = fake->no_avatar ? NULL : &fake->avatar;
	if (fake->reason)
		error_set(error, "%s", fake->reason);
	return fake->verdict;
}

static void fake_realm_destroy(struct realm *realm)
{
	struct fake_realm *fake = fake_realm_from(realm);

	if (fake->ended)
		++*fake->ended;
	free(fake);
}

const struct realm_type fake_realm_type = {
	.base = {.name = "fake", .usage = "", .summary = "says what it is told"},
	.create = fake_realm_configure,
	.writes = fake_realm_writes,
	.request_avatar = fake_realm_request_avatar,
	.destroy = fake_realm_destroy,
};

static bool fake_hashed_check_password(struct credentials *credentials, struct octets password)
{
	(void)credentials;
	return octets_equal(password, OCTETS("secret"));
}

static const struct credentials_type fake_hashed_type = {
	.name = "fake hash",
	.interfaces = IUSERNAME_HASHED_PASSWORD,
	.check_password = fake_hashed_check_password,
};

struct credentials fake_hashed(const char *username)
{
	return (struct credentials){.type = &fake_hashed_type, .username = octets_from(username)};
}
