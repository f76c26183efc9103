/* Reads which proxies are believed. */
#include "application/trust.h"

static bool trust_add(struct proxies *proxies, const struct description *description,
		      const struct setting *setting, struct error *error)
{
	if (proxies_add(proxies, setting->text, error))
		return true;
	error_prefix(error, description->source ? "trusted_proxies" : "--trusted-proxy");
	description_locate(description, setting->line, error);
	return false;
}

struct proxies *trust_create(const struct description *description, struct error *error)
{
	const struct settings *settings = &description->trusted_proxies;
	struct proxies *proxies = proxies_create();

	for (size_t i = 0; i < settings->count; i++) {
		if (trust_add(proxies, description, &settings->items[i], error))
			continue;
		proxies_destroy(proxies);
		return NULL;
	}
	return proxies;
}
