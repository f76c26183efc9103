/* Says what an application does, portal by portal, without telling a password. */
#include "application/explain.h"

#include "application/interfaces.h"
#include "application/survey.h"

#include <stdio.h>

static void explain_warning(const char *text)
{
	printf("\nwarning: %s\n", text);
}

static void explain_throttle(const struct application *application)
{
	const struct settings *exempt = &application->description->throttle_exempt;
	const struct settings *proxies = &application->description->trusted_proxies;

	if (application->site.lenient)
		puts("lets anybody guess passwords: throttle is off");
	for (size_t i = 0; i < exempt->count; i++)
		printf("lets %s guess passwords\n", exempt->items[i].text);
	for (size_t i = 0; i < proxies->count; i++)
		printf("believes X-Forwarded-For of %s\n", proxies->items[i].text);
}

static void explain_plugins(const struct description *description)
{
	for (size_t i = 0; i < description->plugins.count; i++)
		printf("loads plug-ins from %s\n", description->plugins.items[i].text);
}

static void explain_access_log(const struct access_choice *access)
{
	if (access->format != ACCESS_NONE)
		printf("writes an access log (%s) to %s\n", access_choice_name(access),
		       access->path ? access->path : "standard output");
}

static void explain_listeners(const struct application *application)
{
	for (size_t i = 0; i < application->listener_count; i++)
		printf("listens on %s\n", listener_string(application->listeners[i]));
	printf("serves with %u %s\n", application->loops,
	       application->loops == 1 ? "loop" : "loops");
	if (application->description->head_limit)
		printf("takes heads of up to %u bytes\n", application->description->head_limit);
	explain_access_log(&application->description->access);
	if (application->description->nonce_key.text)
		printf("makes nonces with the key in %s\n",
		       application->description->nonce_key.text);
}

/* "memory by IUsernamePassword": the checkers that a login by this factory comes to, in order. */
static void explain_factory(const struct guard *guard, size_t index, const char *written)
{
	const struct credential_factory *factory = guard->factories[index];
	const char *separator = ": ";

	printf("    offers %s", written);
	for (size_t i = 0; i < portal_checker_count(guard->portal); i++) {
		const struct checker *checker = portal_checker(guard->portal, i);
		unsigned int common = checker->interfaces & credential_factory_interfaces(factory);

		if (!common)
			continue;
		printf("%s%s by %s", separator, checker->type->base.name,
		       interfaces_text(common, ", ").text);
		separator = ", then ";
	}
	putchar('\n');
}

/* Only the type: the arguments may be passwords. */
static void explain_checker(const struct checker *checker)
{
	printf("    asks %s, which accepts %s\n", checker->type->base.name,
	       interfaces_text(checker->interfaces, ", ").text);
}

static void explain_requirement(const struct settings *require)
{
	for (size_t i = 0; i < require->count; i++)
		printf("%s%s", i == 0 ? "    lets in only " : ", ", require->items[i].text);
	if (require->count > 0)
		putchar('\n');
}

static void explain_portal(const struct guard *guard, const struct description *description,
			   const struct portal_description *portal)
{
	printf("\nportal %s", portal_description_prefix(portal));
	if (description->source)
		printf(" (%s:%u)", description->source, portal->line);
	putchar('\n');
	if (guard->factory_count > 0)
		printf("    protects the space \"%s\"\n", guard->realm.data);
	for (size_t i = 0; i < guard->factory_count; i++)
		explain_factory(guard, i, portal->factories.items[i].text);
	if (portal->mutual)
		puts("    proves to each client of Digest that it knows the password, too");
	for (size_t i = 0; i < portal_checker_count(guard->portal); i++)
		explain_checker(portal_checker(guard->portal, i));
	if (portal_interfaces(guard->portal) & IANONYMOUS)
		puts("    lets in who presents nothing");
	explain_requirement(&portal->require);
	printf("    serves %s\n", portal->realm.text);
}

void explain_application(const struct application *application)
{
	const struct description *description = application->description;

	explain_plugins(description);
	explain_listeners(application);
	explain_throttle(application);
	for (size_t i = 0; i < application->guard_count; i++)
		explain_portal(application->guards[i], description, &description->portals[i]);
	if (description->demonstration)
		explain_warning("this is the demonstration: everybody knows its passwords");
	application_warn(application, explain_warning);
	survey_application(application, SURVEY_ALL, explain_warning);
}
