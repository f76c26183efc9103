/* SipHash: the values of its authors. */
#include "base/siphash.h"

#include <check.h>
#include <endian.h>

Suite *siphash_suite(void);

/* The key 00 01 .. 0f and the texts "", 00, 00 01, ...: appendix A of the paper has the one of 15
 * bytes; the others by `openssl mac -macopt size:8 -macopt hexkey:... SIPHASH`. */
static const struct {
	size_t length;
	uint64_t hash;
} vectors[] = {
	{0, UINT64_C(0x726fdb47dd0e0e31)},  {1, UINT64_C(0x74f839c593dc67fd)},
	{7, UINT64_C(0xab0200f58b01d137)},  {8, UINT64_C(0x93f5f5799a932462)},
	{15, UINT64_C(0xa129ca6149be45e5)}, {16, UINT64_C(0x3f2acc7f57c29bdb)},
	{63, UINT64_C(0x958a324ceb064572)},
};

START_TEST(published_values_are_right)
{
	unsigned char bytes[64];
	struct siphash_key key;

	for (unsigned char i = 0; i < sizeof(bytes); i++)
		bytes[i] = i;
	memcpy(&key, bytes, sizeof(key));
	key.words[0] = le64toh(key.words[0]);
	key.words[1] = le64toh(key.words[1]);
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct octets text = {(const char *)bytes, vectors[i].length};

		ck_assert_msg(siphash(&key, text) == vectors[i].hash, "%zu bytes",
			      vectors[i].length);
	}
}
END_TEST

Suite *siphash_suite(void)
{
	Suite *suite = suite_create("siphash");
	TCase *all = tcase_create("all");

	tcase_add_test(all, published_values_are_right);
	suite_add_tcase(suite, all);
	return suite;
}
