/* The hash of a body: asked for before the body comes, or not at all. */
#include "http/body_hash.h"

#include "cred/hash.h"

#include <check.h>

Suite *body_hash_suite(void);

static void must_be_hash_of(const unsigned char *value, struct octets body)
{
	unsigned char expected[DIGEST_SIZE_MAX];

	hash_pieces(DIGEST_ALGORITHM_SHA_256, &body, 1, expected);
	ck_assert_mem_eq(value, expected, sizeof(expected));
}

START_TEST(pieces_make_one_body)
{
	struct body_hash hash = {.wanted = false};
	const unsigned char *value = body_hash_want(&hash, DIGEST_ALGORITHM_SHA_256);

	body_hash_add(&hash, OCTETS("he"));
	body_hash_add(&hash, OCTETS("llo\0"));
	body_hash_end(&hash);
	must_be_hash_of(value, OCTETS("hello\0"));
	body_hash_finish(&hash);
}
END_TEST

START_TEST(no_body_is_an_empty_one)
{
	struct body_hash hash = {.wanted = false};
	const unsigned char *value = body_hash_want(&hash, DIGEST_ALGORITHM_SHA_256);

	body_hash_end(&hash);
	must_be_hash_of(value, OCTETS(""));
	body_hash_finish(&hash);
}
END_TEST

START_TEST(what_nobody_wants_is_not_hashed)
{
	struct body_hash hash = {.wanted = false};

	body_hash_add(&hash, OCTETS("hello"));
	ck_assert_ptr_null(hash.stream);
	body_hash_end(&hash);
	body_hash_finish(&hash);
}
END_TEST

/* The client has gone. */
START_TEST(half_a_body_leaves_nothing_behind)
{
	struct body_hash hash = {.wanted = false};

	body_hash_want(&hash, DIGEST_ALGORITHM_MD5);
	body_hash_add(&hash, OCTETS("he"));
	body_hash_finish(&hash);
	ck_assert(!hash.wanted);
	ck_assert_ptr_null(hash.stream);
}
END_TEST

Suite *body_hash_suite(void)
{
	Suite *suite = suite_create("body_hash");
	TCase *tests = tcase_create("body_hash");

	tcase_add_test(tests, pieces_make_one_body);
	tcase_add_test(tests, no_body_is_an_empty_one);
	tcase_add_test(tests, what_nobody_wants_is_not_hashed);
	tcase_add_test(tests, half_a_body_leaves_nothing_behind);
	suite_add_tcase(suite, tests);
	return suite;
}
