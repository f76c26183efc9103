/* Any octets as lines of htpasswd and htdigest: what is taken stands in the line, in its place, and
 * what lets nobody in is doubted. */
#include "postern/account_line.h"
#include "postern/password.h"
#include "postern/precis.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_name(struct octets name, struct octets text)
{
	assert(name.data == text.data && text.data[name.length] == ':');
	assert(!memchr(name.data, ':', name.length));
	assert(precis_is_prepared(PRECIS_USERNAME, name));
}

static void read_password(struct octets text)
{
	struct error doubt = {.text = ""};
	struct octets name, hash;

	if (!account_line_read_password(text, &name, &hash, &doubt)) {
		assert(doubt.text[0] != '\0');
		return;
	}
	must_be_name(name, text);
	assert(hash.data == text.data + name.length + 1);
	assert(!memchr(hash.data, ':', hash.length));
	assert((doubt.text[0] != '\0') == (password_defect(hash) != NULL));
}

static void read_digest(struct octets text)
{
	unsigned char ha1[DIGEST_SIZE_MAX];
	struct error doubt = {.text = ""};
	enum digest_algorithm algorithm;
	struct digest_space space;
	struct octets name, digits;

	if (!account_line_read_digest(text, &name, &space, &digits, &doubt)) {
		assert(doubt.text[0] != '\0');
		return;
	}
	must_be_name(name, text);
	assert(doubt.text[0] == '\0');
	assert(name.length + 1 + space.realm.length + 1 + digits.length == text.length);
	assert(account_line_decode(digits, ha1, &algorithm) && algorithm == space.algorithm);
	assert(digits.length == 2 * digest_algorithm_size(algorithm));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct octets text = {(const char *)data, size};

	if (size == 0)
		return 0;
	read_password(text);
	read_digest(text);
	return 0;
}
