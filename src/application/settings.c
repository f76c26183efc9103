/* Keeps what was written for an application, and where. */
#include "application/settings.h"

#include "postern/memory.h"
#include "postern/octets.h"
#include "postern/secret.h"

#include <stdlib.h>

void setting_set(struct setting *setting, const char *text, unsigned int line)
{
	*setting = (struct setting){.text = memory_copy_text(octets_from(text)), .line = line};
}

void setting_finish(struct setting *setting)
{
	if (setting->text)
		secret_wipe(setting->text, strlen(setting->text));
	free(setting->text);
}

void settings_add(struct settings *settings, const char *text, unsigned int line)
{
	settings->items =
		memory_make_room(settings->items, settings->count, sizeof(*settings->items));
	setting_set(&settings->items[settings->count++], text, line);
}

void settings_extend(struct settings *settings, const struct settings *from)
{
	for (size_t i = 0; i < from->count; i++)
		settings_add(settings, from->items[i].text, 0);
}

bool settings_replace(struct settings *settings, const struct settings *from)
{
	if (from->count == 0)
		return false;
	settings_finish(settings);
	settings_extend(settings, from);
	return true;
}

bool settings_equal(const struct settings *a, const struct settings *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(a->items[i].text, b->items[i].text) != 0)
			return false;
	}
	return true;
}

void settings_finish(struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++)
		setting_finish(&settings->items[i]);
	free(settings->items);
	*settings = (struct settings){.count = 0};
}
