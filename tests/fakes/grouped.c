/* A checker of one user who is in groups: `grouped:USER:PASSWORD:GROUP,...`. */
#include "postern/checker.h"
#include "postern/container.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <stdlib.h>

struct grouped {
	struct checker base;
	char *username;
	char *password;
	char *groups; /* separated by ',' */
};

static struct grouped *grouped_from(struct checker *checker)
{
	return container_of(checker, struct grouped, base);
}

static struct checker *grouped_create(struct arguments *arguments, struct error *error)
{
	struct octets pieces[3];
	struct grouped *grouped;

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		if (arguments_next(arguments, &pieces[i]))
			continue;
		error_set(error, "expected USER:PASSWORD:GROUP,...");
		return NULL;
	}
	grouped = memory_take(1, sizeof(*grouped));
	grouped->username = memory_copy_text(pieces[0]);
	grouped->password = memory_copy_text(pieces[1]);
	grouped->groups = memory_copy_text(pieces[2]);
	return &grouped->base;
}

static void grouped_add(const char *groups, struct avatar_id *avatar_id)
{
	for (; *groups != '\0'; groups += strspn(groups, ",")) {
		struct octets group = {.data = groups, .length = strcspn(groups, ",")};

		avatar_id_add_group(avatar_id, group);
		groups += group.length;
	}
}

static enum verdict grouped_request_avatar_id(struct checker *checker,
					      struct credentials *credentials,
					      const struct caller *caller,
					      struct avatar_id *avatar_id, struct error *error)
{
	const struct grouped *grouped = grouped_from(checker);

	(void)caller;
	if (!octets_equal(credentials->username, octets_from(grouped->username)) ||
	    !credentials_check_password(credentials, octets_from(grouped->password))) {
		error_set(error, "wrong user or password");
		return VERDICT_REFUSED;
	}
	avatar_id_set(avatar_id, credentials->username);
	grouped_add(grouped->groups, avatar_id);
	return VERDICT_GRANTED;
}

static void grouped_destroy(struct checker *checker)
{
	struct grouped *grouped = grouped_from(checker);

	secret_wipe(grouped->password, strlen(grouped->password));
	free(grouped->password);
	free(grouped->username);
	free(grouped->groups);
	free(grouped);
}

const struct checker_type checker_grouped = {
	.base = {.name = "grouped",
		 .usage = "USER:PASSWORD:GROUP,...",
		 .summary = "one user, who is in groups"},
	.interfaces = IUSERNAME_PASSWORD | IUSERNAME_HASHED_PASSWORD,
	.grouped = true,
	.create = grouped_create,
	.request_avatar_id = grouped_request_avatar_id,
	.destroy = grouped_destroy,
};
