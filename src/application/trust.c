/* Reads which proxies are believed, and who may guess passwords. */
#include "application/trust.h"

struct networks *trust_create(const struct description *description,
			      const struct settings *settings, const char *key, const char *option,
			      struct error *error)
{
	struct networks *networks = networks_create();

	for (size_t i = 0; i < settings->count; i++) {
		const struct setting *setting = &settings->items[i];

		if (networks_add(networks, setting->text, error))
			continue;
		description_locate_setting(description, setting, key, option, error);
		networks_destroy(networks);
		return NULL;
	}
	return networks;
}
