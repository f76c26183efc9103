/* Takes the lines of the system's files of accounts apart. */
#include "unix_entry.h"

#include "postern/number.h"
#include "postern/octets_parts.h"
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

bool unix_shadow_is_locked(const struct unix_shadow *shadow)
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
	struct octets member;

	while (octets_next(&rest, ',', &member)) {
		if (octets_equal(member, name))
			return true;
	}
	return false;
}
