/* Says what an account is, to programs. */
#include "accounts/expiry.h"
#include "accounts/user_print.h"
#include "base/hex.h"
#include "base/json.h"
#include "postern/secret.h"

/* ,"name":"text" */
static void user_json_text(FILE *file, const char *name, struct octets text)
{
	fprintf(file, ",\"%s\":", name);
	json_write_text(file, text);
}

static void user_json_ha1(FILE *file, const struct stored_ha1 *ha1, bool secrets)
{
	char digits[2 * DIGEST_SIZE_MAX + 1];

	fputs("{\"space\":", file);
	json_write_text(file, ha1->realm);
	user_json_text(file, "algorithm", octets_from(digest_algorithm_name(ha1->algorithm)));
	if (secrets) {
		hex_encode(ha1->value, digest_algorithm_size(ha1->algorithm), digits);
		user_json_text(file, "ha1", octets_from(digits));
		secret_wipe(digits, sizeof(digits));
	}
	putc('}', file);
}

static void user_json_expiry(FILE *file, int64_t expires)
{
	char text[EXPIRY_TEXT_MAX];

	expiry_format(expires, text);
	user_json_text(file, "expires", octets_from(expires == EXPIRY_NEVER ? NULL : text));
}

void user_print_json(FILE *file, const struct stored_account *account, bool secrets)
{
	const char *scheme = account->password_hash.data ? user_print_scheme(account) : NULL;

	fputs("{\"user\":", file);
	json_write_text(file, account->name);
	user_json_text(file, "state", octets_from(user_print_state(account)));
	fprintf(file, ",\"disabled\":%s", account->disabled ? "true" : "false");
	user_json_expiry(file, account->expires);
	user_json_text(file, "password", octets_from(scheme));
	if (secrets)
		user_json_text(file, "password_hash", account->password_hash);
	fputs(",\"digest\":[", file);
	for (size_t i = 0; i < account->ha1_count; i++) {
		fputs(i == 0 ? "" : ",", file);
		user_json_ha1(file, &account->ha1s[i], secrets);
	}
	fputs("],\"groups\":[", file);
	for (size_t i = 0; i < account->group_count; i++) {
		fputs(i == 0 ? "" : ",", file);
		json_write_text(file, account->groups[i]);
	}
	fputs("]}", file);
}
