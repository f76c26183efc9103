/* Hashes: published vectors of HA1 and of HMAC-SHA256, and threads. */
#include "cred/hash.h"

#include "base/hex.h"

#include <check.h>
#include <jansson.h>
#include <pthread.h>
#include <string.h>

Suite *hash_suite(void);

/* "a" and "bc" are one "abc": FIPS 180-4 and RFC 1321. */
START_TEST(pieces_are_hashed_as_if_they_were_one)
{
	static const struct {
		enum digest_algorithm algorithm;
		const char *hash;
	} rows[] = {
		{DIGEST_ALGORITHM_MD5, "900150983cd24fb0d6963f7d28e17f72"},
		{DIGEST_ALGORITHM_SHA_256,
		 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{DIGEST_ALGORITHM_SHA_512_256,
		 "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"},
	};
	const struct octets pieces[] = {OCTETS("a"), OCTETS(""), OCTETS("bc")};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned char hash[DIGEST_SIZE_MAX];
		char text[2 * DIGEST_SIZE_MAX + 1];

		hash_pieces(rows[i].algorithm, pieces, 3, hash);
		hex_encode(hash, digest_algorithm_size(rows[i].algorithm), text);
		ck_assert_str_eq(text, rows[i].hash);
	}
}
END_TEST

START_TEST(parts_are_hashed_with_a_colon_between_them)
{
	static const size_t lengths[] = {0, 1, 507, 508, 509, 10000};
	char part[10000];

	memset(part, 'x', sizeof(part));
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		const struct octets parts[] = {OCTETS("a"), {part, lengths[i]}, {0}, OCTETS("b")};
		const struct octets pieces[] = {OCTETS("a:"), parts[1], OCTETS("::b")};
		unsigned char hash[DIGEST_SIZE_MAX];
		unsigned char expected[DIGEST_SIZE_MAX];

		hash_joined(DIGEST_ALGORITHM_SHA_256, parts, 4, hash);
		hash_pieces(DIGEST_ALGORITHM_SHA_256, pieces, 3, expected);
		ck_assert_msg(memcmp(hash, expected, sizeof(hash)) == 0, "%zu", lengths[i]);
	}
}
END_TEST

START_TEST(a_context_that_was_used_is_as_good_as_new)
{
	const struct octets noise = OCTETS("something else");
	const struct octets abc = OCTETS("abc");
	unsigned char first[DIGEST_SIZE_MAX];
	unsigned char second[DIGEST_SIZE_MAX];
	unsigned char other[DIGEST_SIZE_MAX];

	hash_pieces(DIGEST_ALGORITHM_SHA_256, &abc, 1, first);
	hash_pieces(DIGEST_ALGORITHM_SHA_256, &noise, 1, other);
	hash_pieces(DIGEST_ALGORITHM_SHA_256, &abc, 1, second);
	ck_assert_mem_eq(first, second, DIGEST_SIZE_MAX);
	ck_assert_mem_ne(first, other, DIGEST_SIZE_MAX);
}
END_TEST

START_TEST(a_thread_that_ended_its_hashing_may_hash_again)
{
	const struct octets abc = OCTETS("abc");
	unsigned char first[DIGEST_SIZE_MAX];
	unsigned char second[DIGEST_SIZE_MAX];

	hash_pieces(DIGEST_ALGORITHM_SHA_256, &abc, 1, first);
	hash_thread_end();
	hash_thread_end();
	hash_pieces(DIGEST_ALGORITHM_SHA_256, &abc, 1, second);
	ck_assert_mem_eq(first, second, DIGEST_SIZE_MAX);
}
END_TEST

START_TEST(a_stream_hashes_its_pieces_as_one)
{
	const struct octets pieces[] = {OCTETS("a"), OCTETS(""), OCTETS("bc")};

	for (int algorithm = 0; algorithm < DIGEST_ALGORITHM_COUNT; algorithm++) {
		struct hash_stream *stream = hash_stream_create((enum digest_algorithm)algorithm);
		unsigned char whole[DIGEST_SIZE_MAX] = {0};
		unsigned char streamed[DIGEST_SIZE_MAX] = {0};

		for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
			hash_stream_add(stream, pieces[i]);
		/* Whatever the thread hashes meanwhile. */
		hash_pieces((enum digest_algorithm)algorithm, pieces, 3, whole);
		hash_stream_end(stream, streamed);
		ck_assert_mem_eq(whole, streamed, DIGEST_SIZE_MAX);
		hash_stream_destroy(stream);
	}
	hash_stream_destroy(NULL);
}
END_TEST

static const char *hash_test_member(const json_t *vector, const char *name)
{
	return json_string_value(json_object_get(vector, name));
}

/* The vectors' "SHA-256-sess" hashes with SHA-256. */
static enum digest_algorithm hash_test_algorithm(const json_t *vector)
{
	struct octets name = octets_from(hash_test_member(vector, "algorithm"));
	const size_t sess = strlen("-sess");
	enum digest_algorithm algorithm;

	if (name.length > sess && strcmp(name.data + name.length - sess, "-sess") == 0)
		name.length -= sess;
	ck_assert(digest_algorithm_find(name, &algorithm));
	return algorithm;
}

/* What the vector says H(username:realm:password) is; NULL when it says nothing. */
static const char *hash_test_expected(const json_t *vector)
{
	if (strstr(hash_test_member(vector, "algorithm"), "-sess"))
		return hash_test_member(vector, "h_urp");
	return hash_test_member(vector, "ha1");
}

static void hash_test_ha1(const json_t *vector, const char *expected)
{
	enum digest_algorithm algorithm = hash_test_algorithm(vector);
	unsigned char ha1[DIGEST_SIZE_MAX];
	char text[2 * DIGEST_SIZE_MAX + 1];

	digest_ha1(algorithm, octets_from(hash_test_member(vector, "username")),
		   octets_from(hash_test_member(vector, "realm")),
		   octets_from(hash_test_member(vector, "password")), ha1);
	hex_encode(ha1, digest_algorithm_size(algorithm), text);
	ck_assert_msg(strcmp(text, expected) == 0, "%s", hash_test_member(vector, "id"));
}

/* RFC 7616 sections 3.9.1 and 3.9.2 (with erratum 4897) are among them. */
START_TEST(every_valid_digest_vector_has_our_ha1)
{
	json_t *vectors = json_load_file("tests/vectors/digest_vectors.json", 0, NULL);
	unsigned int checked[DIGEST_ALGORITHM_COUNT] = {0};
	json_t *vector;
	size_t i;

	ck_assert(json_is_array(vectors));
	json_array_foreach(vectors, i, vector)
	{
		const char *expected = hash_test_expected(vector);

		if (!json_is_true(json_object_get(vector, "valid")) || !expected)
			continue;
		hash_test_ha1(vector, expected);
		checked[hash_test_algorithm(vector)]++;
	}
	json_decref(vectors);
	for (i = 0; i < DIGEST_ALGORITHM_COUNT; i++)
		ck_assert_uint_ge(checked[i], 10);
}
END_TEST

START_TEST(algorithms_are_found_by_name_in_any_case)
{
	static const struct {
		const char *name;
		bool found;
		enum digest_algorithm algorithm;
	} rows[] = {
		{"MD5", true, DIGEST_ALGORITHM_MD5},
		{"md5", true, DIGEST_ALGORITHM_MD5},
		{"sha-256", true, DIGEST_ALGORITHM_SHA_256},
		{"SHA-512-256", true, DIGEST_ALGORITHM_SHA_512_256},
		{"", false, 0},
		{"MD", false, 0},
		{"MD5-sess", false, 0},
		{"SHA-512", false, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum digest_algorithm algorithm;
		bool found = digest_algorithm_find(octets_from(rows[i].name), &algorithm);

		ck_assert_msg(found == rows[i].found, "%s", rows[i].name);
		ck_assert_msg(!found || algorithm == rows[i].algorithm, "%s", rows[i].name);
	}
	ck_assert_str_eq(digest_algorithm_name(DIGEST_ALGORITHM_SHA_512_256), "SHA-512-256");
}
END_TEST

/* RFC 4231 section 4. HMAC pads a shorter key with zeros itself, and hashes a longer one: the keys
 * of test cases 6 and 7 stand here as their SHA-256. */
static const struct {
	const char *label;
	const char *key;  /* in hexadecimal digits */
	const char *data; /* the same */
	const char *mac;  /* the same, or the beginning of it */
} hash_test_hmacs[] = {
	{"test case 1", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b000000000000000000000000",
	 "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
	{"test case 2", "4a65666500000000000000000000000000000000000000000000000000000000",
	 "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
	 "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
	{"test case 3", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa000000000000000000000000",
	 "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
	 "dddddddddddddddddddddddddddddddddddd",
	 "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
	{"test case 4", "0102030405060708090a0b0c0d0e0f1011121314151617181900000000000000",
	 "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
	 "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
	 "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
	{"test case 5", "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c000000000000000000000000",
	 "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b"},
	{"test case 6", "45ad4b37c6e2fc0a2cfcc1b5da524132ec707615c2cae1dbbc43c97aa521db81",
	 "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a"
	 "65204b6579202d2048617368204b6579204669727374",
	 "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
	{"test case 7", "45ad4b37c6e2fc0a2cfcc1b5da524132ec707615c2cae1dbbc43c97aa521db81",
	 "5468697320697320612074657374207573696e672061206c6172676572207468"
	 "616e20626c6f636b2d73697a65206b657920616e642061206c61726765722074"
	 "68616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565"
	 "647320746f20626520686173686564206265666f7265206265696e6720757365"
	 "642062792074686520484d414320616c676f726974686d2e",
	 "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

START_TEST(hmacs_are_those_of_rfc_4231)
{
	for (size_t i = 0; i < sizeof(hash_test_hmacs) / sizeof(hash_test_hmacs[0]); i++) {
		const struct octets key_text = octets_from(hash_test_hmacs[i].key);
		const struct octets data_text = octets_from(hash_test_hmacs[i].data);
		unsigned char key[HMAC_KEY_SIZE];
		unsigned char data[256];
		unsigned char mac[HMAC_SIZE];
		char text[2 * HMAC_SIZE + 1];
		struct hmac_key *hmac_key;
		struct octets pieces[2];

		ck_assert(hex_decode(key_text, key, sizeof(key)));
		ck_assert(hex_decode(data_text, data, data_text.length / 2));
		pieces[0] = (struct octets){.data = (char *)data, .length = 3};
		pieces[1] = (struct octets){.data = (char *)data + 3,
					    .length = data_text.length / 2 - 3};
		hmac_key = hmac_key_create(key);
		hmac_pieces(hmac_key, pieces, 2, mac);
		hmac_key_destroy(hmac_key);
		hex_encode(mac, sizeof(mac), text);
		ck_assert_msg(
			strncmp(text, hash_test_hmacs[i].mac, strlen(hash_test_hmacs[i].mac)) == 0,
			"%s", hash_test_hmacs[i].label);
	}
}
END_TEST

#define HASH_TEST_ROUNDS 2000

struct hash_test_thread {
	const struct hmac_key *key;
	unsigned char mac[HMAC_SIZE];
	bool always_the_same;
};

static void *hash_test_run(void *argument)
{
	struct hash_test_thread *thread = argument;
	const struct octets data = OCTETS("data");
	unsigned char mac[HMAC_SIZE];

	thread->always_the_same = true;
	hmac_pieces(thread->key, &data, 1, thread->mac);
	for (int i = 0; i < HASH_TEST_ROUNDS; i++) {
		hmac_pieces(thread->key, &data, 1, mac);
		if (memcmp(mac, thread->mac, HMAC_SIZE) != 0)
			thread->always_the_same = false;
	}
	hash_thread_end();
	return NULL;
}

START_TEST(threads_share_a_key)
{
	static const unsigned char bytes[HMAC_KEY_SIZE] = "key";
	struct hmac_key *key = hmac_key_create(bytes);
	struct hash_test_thread threads[4];
	pthread_t ids[4];

	for (size_t i = 0; i < 4; i++) {
		threads[i].key = key;
		ck_assert_int_eq(pthread_create(&ids[i], NULL, hash_test_run, &threads[i]), 0);
	}
	for (size_t i = 0; i < 4; i++)
		pthread_join(ids[i], NULL);
	for (size_t i = 0; i < 4; i++) {
		ck_assert(threads[i].always_the_same);
		ck_assert_mem_eq(threads[i].mac, threads[0].mac, HMAC_SIZE);
	}
	hmac_key_destroy(key);
}
END_TEST

START_TEST(random_keys_differ)
{
	const struct octets message = OCTETS("message");
	struct hmac_key *one = hmac_key_create_random();
	struct hmac_key *other = hmac_key_create_random();
	unsigned char macs[2][HMAC_SIZE];

	hmac_pieces(one, &message, 1, macs[0]);
	hmac_pieces(other, &message, 1, macs[1]);
	ck_assert_mem_ne(macs[0], macs[1], HMAC_SIZE);
	hmac_key_destroy(one);
	hmac_key_destroy(other);
}
END_TEST

/* RFC 5869, the first test case of appendix A: HKDF-Extract with a short salt. */
START_TEST(keys_are_derived_as_by_rfc_5869)
{
	static const char salt[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
	char secret[22];
	const struct octets octets = {.data = secret, .length = sizeof(secret)};
	unsigned char expected[HMAC_SIZE];
	unsigned char derived[HMAC_SIZE];

	memset(secret, 0x0b, sizeof(secret));
	ck_assert(hex_decode(
		OCTETS("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"),
		expected, sizeof(expected)));
	hmac_derive((struct octets){.data = salt, .length = sizeof(salt)}, octets, derived);
	ck_assert_mem_eq(derived, expected, sizeof(expected));
	hmac_derive(OCTETS("other"), octets, derived);
	ck_assert_mem_ne(derived, expected, sizeof(expected));
}
END_TEST

START_TEST(destroying_no_key_is_fine)
{
	hmac_key_destroy(NULL);
}
END_TEST

Suite *hash_suite(void)
{
	Suite *suite = suite_create("hash");
	TCase *digests = tcase_create("digests");
	TCase *hmacs = tcase_create("hmacs");

	tcase_add_test(digests, pieces_are_hashed_as_if_they_were_one);
	tcase_add_test(digests, parts_are_hashed_with_a_colon_between_them);
	tcase_add_test(digests, a_context_that_was_used_is_as_good_as_new);
	tcase_add_test(digests, a_thread_that_ended_its_hashing_may_hash_again);
	tcase_add_test(digests, a_stream_hashes_its_pieces_as_one);
	tcase_add_test(digests, every_valid_digest_vector_has_our_ha1);
	tcase_add_test(digests, algorithms_are_found_by_name_in_any_case);
	tcase_add_test(hmacs, hmacs_are_those_of_rfc_4231);
	tcase_add_test(hmacs, threads_share_a_key);
	tcase_add_test(hmacs, random_keys_differ);
	tcase_add_test(hmacs, keys_are_derived_as_by_rfc_5869);
	tcase_add_test(hmacs, destroying_no_key_is_fine);
	suite_add_tcase(suite, digests);
	suite_add_tcase(suite, hmacs);
	return suite;
}
