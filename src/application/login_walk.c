/* Writes one line for each plug-in, in the order of the chain. */
#include "application/login_walk.h"

#include "application/interfaces.h"
#include "postern/container.h"

#include <stdio.h>

void login_walk_say(const char *verdict, const char *text)
{
	printf("%-12s %s\n", verdict, text);
}

static void login_walk_say_avatar(const struct checker *checker, const struct avatar_id *avatar_id)
{
	struct error text;

	error_set(&text, "checker '%s': ", checker->type->base.name);
	if (avatar_id->kind == AVATAR_ID_ANONYMOUS)
		error_set(&text, "%sanonymous", text.text);
	else
		error_set(&text, "%suser '%s'", text.text, avatar_id->name);
	for (size_t i = 0; i < avatar_id->groups_length; i += strlen(avatar_id->groups + i) + 1)
		error_set(&text, "%s, group '%s'", text.text, avatar_id->groups + i);
	login_walk_say("granted", text.text);
}

static void login_walk_say_refusal(enum verdict verdict, const char *refused, const char *reason)
{
	login_walk_say(verdict == VERDICT_UNAVAILABLE ? "cannot tell" : refused, reason);
}

static void login_walk_say_realm(const struct login_walk *walk, enum verdict verdict,
				 const char *reason)
{
	struct error text;

	error_set(&text, "realm '%s'", portal_realm(walk->portal)->type->base.name);
	if (verdict == VERDICT_GRANTED)
		login_walk_say("granted", text.text);
	else
		login_walk_say_refusal(verdict, "denied", reason);
}

static void login_walk_pass(struct login_walk *walk)
{
	const struct checker *checker = portal_checker(walk->portal, walk->next++);
	struct error text;

	error_set(&text, "checker '%s'", checker->type->base.name);
	if (!(checker->interfaces & walk->interfaces))
		error_set(&text, "%s: it accepts only %s", text.text,
			  interfaces_text(checker->interfaces, ", ").text);
	login_walk_say("not asked", text.text);
}

static void login_walk_hear(struct portal_witness *witness, const struct checker *checker,
			    enum verdict verdict, const struct avatar_id *avatar_id,
			    const struct error *reason)
{
	struct login_walk *walk = container_of(witness, struct login_walk, witness);

	if (!checker) {
		login_walk_end(walk);
		login_walk_say_realm(walk, verdict, reason->text);
		return;
	}
	while (portal_checker(walk->portal, walk->next) != checker)
		login_walk_pass(walk);
	walk->next++;
	if (verdict == VERDICT_GRANTED)
		login_walk_say_avatar(checker, avatar_id);
	else
		login_walk_say_refusal(verdict, "refused", reason->text);
}

void login_walk_begin(struct login_walk *walk, const struct portal *portal,
		      const struct credentials *credentials)
{
	*walk = (struct login_walk){
		.witness.hear = login_walk_hear,
		.portal = portal,
		.interfaces = credentials_interfaces(credentials),
	};
}

void login_walk_end(struct login_walk *walk)
{
	while (walk->next < portal_checker_count(walk->portal))
		login_walk_pass(walk);
}
