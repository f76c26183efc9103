/* Says what an account is, to people. */
#include "accounts/user_print.h"

#include "accounts/expiry.h"
#include "base/printable.h"
#include "postern/password.h"

#include <time.h>

void user_print_text(FILE *file, struct octets text)
{
	while (text.length > 0) {
		char shown[PRINTABLE_SIZE];
		size_t length = printable_take(&text, shown);

		fwrite(shown, 1, length, file);
	}
}

const char *user_print_state(const struct stored_account *account)
{
	if (account->disabled)
		return "disabled";
	if (account->expires != EXPIRY_NEVER && account->expires <= time(NULL))
		return "expired";
	return "enabled";
}

const char *user_print_scheme(const struct stored_account *account)
{
	const char *name;

	if (!account->password_hash.data)
		return "none";
	name = password_scheme_name(account->password_hash);
	return name ? name : "unknown";
}

/* They come in the order of their spaces. */
static bool user_print_begins_space(const struct stored_account *account, size_t i)
{
	return i == 0 || !octets_equal(account->ha1s[i - 1].realm, account->ha1s[i].realm);
}

void user_print_spaces(FILE *file, const struct stored_account *account)
{
	for (size_t i = 0; i < account->ha1_count; i++) {
		const struct stored_ha1 *ha1 = &account->ha1s[i];

		if (user_print_begins_space(account, i)) {
			fputs(i == 0 ? "" : "), ", file);
			user_print_text(file, ha1->realm);
		}
		fprintf(file, "%s%s", user_print_begins_space(account, i) ? " (" : ", ",
			digest_algorithm_name(ha1->algorithm));
	}
	fputs(account->ha1_count > 0 ? ")" : "", file);
}

void user_print_groups(FILE *file, const struct stored_account *account)
{
	for (size_t i = 0; i < account->group_count; i++) {
		fputs(i == 0 ? "" : ", ", file);
		user_print_text(file, account->groups[i]);
	}
}

static void user_print_abilities(const struct stored_account *account)
{
	bool basic = account->password_hash.data;
	bool first = true;

	printf(": %s", basic ? "Basic" : "");
	for (size_t i = 0; i < account->ha1_count; i++) {
		if (!user_print_begins_space(account, i))
			continue;
		if (first)
			fputs(basic ? ", and Digest for '" : "Digest for '", stdout);
		else
			fputs(", '", stdout);
		user_print_text(stdout, account->ha1s[i].realm);
		putchar('\'');
		first = false;
	}
	if (account->ha1_count == 0)
		fputs(basic ? " only (Digest needs --name SPACE)" : "no secret", stdout);
}

static void user_print_limits(const struct stored_account *account)
{
	char expires[EXPIRY_TEXT_MAX];

	if (account->group_count > 0) {
		fputs("; in groups ", stdout);
		user_print_groups(stdout, account);
	}
	if (account->disabled)
		fputs("; disabled", stdout);
	if (account->expires == EXPIRY_NEVER)
		return;
	expiry_format(account->expires, expires);
	printf("; %s %s", account->expires <= time(NULL) ? "expired" : "expires", expires);
}

void user_print_done(const struct user_options *options, const char *done, const char *where,
		     const struct stored_account *account)
{
	if (options->json) {
		user_print_json(stdout, account, false);
	} else {
		printf("%s '", done);
		user_print_text(stdout, account->name);
		printf("' %s %s", where, options->store);
		user_print_abilities(account);
		user_print_limits(account);
	}
	putchar('\n');
}
