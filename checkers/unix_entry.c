/* Takes the lines of the system's files of accounts apart. */
#include "unix_entry.h"

#include "postern/container.h"
#include "postern/number.h"
#include "postern/password.h"

#include <stdio.h>

static bool unix_number(struct octets field, unsigned int *number)
{
	struct error ignored;
	char text[16];

	if (field.length >= sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)field.length, field.data);
	return number_parse(text, 0, UINT_MAX - 1, number, &ignored);
}

static bool unix_day(struct octets field, unsigned int *day)
{
	*day = UNIX_NEVER;
	return field.length == 0 || octets_equal(field, OCTETS("-1")) || unix_number(field, day);
}

/* "x:1000:1000:Alice:/home/alice:/bin/sh" */
bool unix_passwd_read(struct octets text, struct unix_passwd *passwd)
{
	struct octets password, uid, gid;

	return octets_cut(&text, ':', &password) && octets_cut(&text, ':', &uid) &&
	       octets_cut(&text, ':', &gid) && unix_number(uid, &passwd->uid) &&
	       unix_number(gid, &passwd->gid);
}

/* "$y$...:19000:0:99999:7:::": hash, last change, minimum, maximum, warning, inactivity, expiry. */
bool unix_shadow_read(struct octets text, struct unix_shadow *shadow)
{
	struct octets fields[7];

	for (size_t i = 0; i < 7; i++) {
		if (!octets_cut(&text, ':', &fields[i]))
			return false;
	}
	shadow->hash = fields[0];
	return unix_day(fields[1], &shadow->changed) && unix_day(fields[3], &shadow->maximum) &&
	       unix_day(fields[6], &shadow->expires);
}

/* "x:27:alice,bob" */
bool unix_group_read(struct octets text, struct unix_group *group)
{
	struct octets password, gid;

	if (!octets_cut(&text, ':', &password) || !octets_cut(&text, ':', &gid))
		return false;
	group->members = text;
	return unix_number(gid, &group->gid);
}

static bool unix_shadow_is_locked(const struct unix_shadow *shadow)
{
	return shadow->hash.length == 0 || shadow->hash.data[0] == '!' ||
	       shadow->hash.data[0] == '*';
}

const char *unix_shadow_lock(const struct unix_shadow *shadow)
{
	if (shadow->hash.length == 0)
		return "account has no password";
	if (unix_shadow_is_locked(shadow))
		return "account is locked";
	return password_defect(shadow->hash);
}

const char *unix_shadow_end(const struct unix_shadow *shadow, unsigned int today)
{
	if (shadow->expires != UNIX_NEVER && today >= shadow->expires)
		return "account has expired";
	if (shadow->changed == 0)
		return "password must be changed";
	if (shadow->changed != UNIX_NEVER && shadow->maximum != UNIX_NEVER &&
	    today > (uint64_t)shadow->changed + shadow->maximum)
		return "password has expired";
	return NULL;
}

bool unix_group_has(const struct unix_group *group, struct octets name)
{
	struct octets rest = group->members;

	while (rest.length > 0) {
		const char *comma = memchr(rest.data, ',', rest.length);
		size_t length = comma ? (size_t)(comma - rest.data) : rest.length;

		if (octets_equal((struct octets){rest.data, length}, name))
			return true;
		rest = octets_skip(rest, length + (comma ? 1 : 0));
	}
	return false;
}

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

/* Who is locked out is let down by nobody. */
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
	if (unix_shadow_is_locked(&shadow))
		return true;
	defect = password_defect(shadow.hash);
	if (defect)
		error_set(doubt, "user '%.*s': %s", (int)line->name.length, line->name.data,
			  defect);
	return true;
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
