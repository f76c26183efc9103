/* Makes tables of the lines of passwd(5), shadow(5) and group(5). */
#include "unix_tables.h"

#include "postern/container.h"
#include "postern/octets_parts.h"
#include "postern/password.h"
#include "unix_entry.h"

/* False also for what stands for the accounts of a directory service: "+::::::". */
static bool unix_cut_name(struct octets text, struct line *line, struct error *doubt)
{
	if (text.data[0] == '+' || text.data[0] == '-')
		return false;
	line->secret = text;
	if (octets_cut(&line->secret, ':', &line->name) && line->name.length > 0)
		return true;
	error_set(doubt, "expected a name and ':'");
	return false;
}

static bool unix_passwd_line(struct octets text, struct line *line, struct error *doubt)
{
	struct unix_passwd passwd;

	if (!unix_cut_name(text, line, doubt))
		return false;
	if (!unix_passwd_read(line->secret, &passwd))
		error_set(doubt, "malformed");
	return true;
}

/* Who is locked out is so on purpose: of no use, and no doubt. */
static bool unix_shadow_line(struct octets text, struct line *line, struct error *doubt)
{
	struct unix_shadow shadow;
	const char *defect;

	if (!unix_cut_name(text, line, doubt))
		return false;
	if (!unix_shadow_read(line->secret, &shadow)) {
		error_set(doubt, "malformed");
		return true;
	}
	line->usable = !unix_shadow_is_locked(&shadow);
	if (!line->usable)
		return true;
	defect = password_defect(shadow.hash);
	if (defect)
		error_set(doubt, "user '%.*s': %s", (int)line->name.length, line->name.data,
			  defect);
	return true;
}

struct octets unix_shadow_stand_in(const struct line_table *shadows,
				   const struct stand_in *stand_in, struct octets name)
{
	const struct line *line = line_table_stand_in(shadows, stand_in, name);
	struct unix_shadow shadow = {.hash.data = NULL};

	if (line)
		unix_shadow_read(line->secret, &shadow);
	return shadow.hash;
}

static bool unix_group_line(struct octets text, struct line *line, struct error *doubt)
{
	struct unix_group group;

	if (!unix_cut_name(text, line, doubt))
		return false;
	if (!unix_group_read(line->secret, &group))
		error_set(doubt, "malformed");
	return true;
}

static struct watched_content *unix_passwd_parse(struct octets text, struct error *error)
{
	(void)error;
	return line_table_parse(text, unix_passwd_line);
}

static struct watched_content *unix_shadow_parse(struct octets text, struct error *error)
{
	(void)error;
	return line_table_parse(text, unix_shadow_line);
}

/* Whom nobody can be by a password is no user: most accounts of a system are such. */
static void unix_shadow_census(const struct watched_content *content, struct census *census)
{
	const struct line_table *table = container_of(content, const struct line_table, base);
	struct unix_shadow shadow;

	line_table_census_doubts(content, census);
	for (size_t i = 0; i < table->count; i++) {
		const struct line *line = &table->lines[i];

		if (line->ambiguous || !unix_shadow_read(line->secret, &shadow) ||
		    unix_shadow_is_locked(&shadow))
			continue;
		if (!census_user(census))
			break;
		census_password(census, shadow.hash);
	}
}

static struct watched_content *unix_group_parse(struct octets text, struct error *error)
{
	(void)error;
	return line_table_parse(text, unix_group_line);
}

const struct watched_format unix_passwd_format = {
	.parse = unix_passwd_parse,
	.census = line_table_census_doubts,
	.destroy = line_table_destroy,
};

const struct watched_format unix_shadow_format = {
	.parse = unix_shadow_parse,
	.census = unix_shadow_census,
	.destroy = line_table_destroy,
};

const struct watched_format unix_group_format = {
	.parse = unix_group_parse,
	.census = line_table_census_doubts,
	.destroy = line_table_destroy,
};
