/* Hashes of passwords: the schemes of crypt(5) that count, their cost, and equal work. */
#include "postern/password.h"

#include "hashes.h"

#include <check.h>
#include <string.h>

Suite *password_suite(void);

static enum password_match password_test_verify(const char *password, const char *hash)
{
	return password_verify(octets_from(password), octets_from(hash), NULL);
}

START_TEST(a_password_matches_its_own_hash_and_no_other_does)
{
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	ck_assert(password_hash(OCTETS("correct horse"), NULL, hash, &error));
	ck_assert_int_eq(password_test_verify("correct horse", hash), PASSWORD_RIGHT);
	ck_assert_int_eq(password_test_verify("correct hors", hash), PASSWORD_WRONG);
}
END_TEST

/* The hash that is made for nobody costs the same: its parameters are these, too. */
START_TEST(a_new_hash_is_yescrypt_with_the_usual_cost)
{
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	ck_assert(password_hash(OCTETS("a"), NULL, hash, &error));
	ck_assert_int_eq(strncmp(hash, "$y$j9T$", 7), 0);
}
END_TEST

START_TEST(no_two_hashes_are_the_same)
{
	char first[PASSWORD_HASH_MAX];
	char second[PASSWORD_HASH_MAX];
	struct error error;

	ck_assert(password_hash(OCTETS("a"), NULL, first, &error));
	ck_assert(password_hash(OCTETS("a"), NULL, second, &error));
	ck_assert_str_ne(first, second);
}
END_TEST

/* T77 */
START_TEST(the_longest_password_counts_to_its_last_byte)
{
	char password[PASSWORD_MAX + 1];
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	memset(password, 'a', PASSWORD_MAX);
	password[PASSWORD_MAX] = '\0';
	ck_assert(password_hash(octets_from(password), NULL, hash, &error));
	ck_assert_int_eq(password_test_verify(password, hash), PASSWORD_RIGHT);
	password[PASSWORD_MAX - 1] = 'b';
	ck_assert_int_eq(password_test_verify(password, hash), PASSWORD_WRONG);
}
END_TEST

START_TEST(a_password_that_is_too_long_is_not_hashed)
{
	char password[PASSWORD_MAX + 2];
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	memset(password, 'a', sizeof(password));
	password[sizeof(password) - 1] = '\0';
	ck_assert(!password_hash(octets_from(password), NULL, hash, &error));
	ck_assert_str_eq(error.text, "cannot hash a password that is too long");
}
END_TEST

START_TEST(a_password_with_a_nul_is_not_hashed)
{
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	ck_assert(!password_hash(OCTETS("a\0b"), NULL, hash, &error));
	ck_assert_str_eq(error.text, "cannot hash a password that holds a NUL");
}
END_TEST

/* Of "correct horse", by other programs than this. */
#define YESCRYPT      "$y$j75$taqzauOag4G1Pz.aGuUhu0$7gmzouMpIxsqUNox0XLp.6oYjLlLZADKC9SkBzzwsu3"
#define GOST_YESCRYPT "$gy$j75$taqzauOag4G1Pz.aGuUhu0$ekSsMfCoXoIPnU/4RglyIur/8DlG/f6ErKsFO3L3sP."
#define BCRYPT_REST   "$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
#define SHA512_REST                                                                                \
	"saltstring$."                                                                             \
	"r0X7ub5wGR2v4Xz7svCIozfnlorFh19V89t8KC9Umd81uGhFgsyTRNyzQDXDIm17fFcR9z3z7oBNdsyYBbtm/"
#define SHA512_ROUNDS                                                                              \
	"$6$rounds=1000$saltstring$"                                                               \
	"YiR6NSM0LQXmu7vAhkMXfkdYk7qtFouVx1Mdr3HmzXspT8kONjlpU3CsV7ezCB62uXJoAdaagsH4ck7/tB9js."
#define SHA1_OF_ANOTHER "{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE="
#define SHA256_CRYPT    "$5$saltstring$vc6YOOogU4kWVvwga8e9zTFgKcy4tb5LaPxIiPJzqEC"

START_TEST(the_hashes_of_other_programs_are_understood)
{
	static const struct {
		const char *label;
		const char *hash;
	} rows[] = {
		{"yescrypt", YESCRYPT},
		{"gost-yescrypt", GOST_YESCRYPT},
		{"bcrypt $2b$", "$2b" BCRYPT_REST},
		{"bcrypt $2y$", "$2y" BCRYPT_REST},
		{"bcrypt $2a$", "$2a" BCRYPT_REST},
		{"sha512crypt", "$6$" SHA512_REST},
		{"sha512crypt with rounds", SHA512_ROUNDS},
		{"sha256crypt", SHA256_CRYPT},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_msg(password_test_verify("correct horse", rows[i].hash) == PASSWORD_RIGHT,
			      "%s", rows[i].label);
		ck_assert_msg(password_test_verify("correct horsf", rows[i].hash) == PASSWORD_WRONG,
			      "%s", rows[i].label);
	}
}
END_TEST

/* T75, T79. Each stands for "correct horse", where it stands for anything. */
START_TEST(what_is_no_hash_or_too_weak_a_one_matches_nothing)
{
	static const struct {
		const char *label;
		struct octets hash;
	} rows[] = {
		{"empty", {"", 0}},
		{"a failure token of crypt(3)", {"*0", 2}},
		{"the other one", {"*1", 2}},
		{"locked", {"!", 1}},
		{"locked otherwise", {"*", 1}},
		{"in another file", {"x", 1}},
		{"the password itself", {"correct horse", 13}},
		{"a locked hash", {"!" YESCRYPT, sizeof(YESCRYPT)}},
		{"traditional DES", {"abhfCpXqd4GrI", 13}},
		{"extended DES", {"_J9..saltGomPeRUt8OA", 20}},
		{"$3$", {"$3$$cfc43211ba8dc470832267827cac1407", 36}},
		{"SunMD5", {"$md5$salt$OiAyFli4rmPlYvbNEA/eo.", 32}},
		{"$sha1$", {"$sha1$10$salt$/ityBoriJypYu/ZC1qIjghbdvXsK", 42}},
		{"the bcrypt with the flaw", {"$2x" BCRYPT_REST, sizeof(BCRYPT_REST) + 2}},
		{"a NUL behind", {YESCRYPT, sizeof(YESCRYPT)}},
		{"cut", {YESCRYPT, sizeof(YESCRYPT) - 2}},
		{"a newline behind", {YESCRYPT "\n", sizeof(YESCRYPT)}},
		{"a prefix alone", {"$y$", 3}},
		{"a setting alone", {"$5$saltstring$", 14}},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(password_verify(OCTETS("correct horse"), rows[i].hash, NULL) ==
				      PASSWORD_UNUSABLE,
			      "%s", rows[i].label);
}
END_TEST

/* T74. Most are hashes of "correct horse", which would be right if there were no limit. */
START_TEST(a_hash_that_names_too_high_a_cost_is_not_computed)
{
	static const struct {
		const char *label;
		const char *hash;
	} rows[] = {
		{"sha512crypt", "$6$rounds=999999999$" SHA512_REST},
		{"sha512crypt, one above",
		 "$6$rounds=1000001$saltstring$JnFtkr5LSCgQSAdOD/0eLNjbPd1UaL/"
		 "69GUft2MV7.l3llVQwwkszyXXBhFGizT7g.c634P5mqSKFwjT/GogP1"},
		{"sha256crypt, one above",
		 "$5$rounds=1000001$saltstring$loaQwqzVhvamHYFl9RpyKpB4aEdZsdfwYAEZnddayT5"},
		{"more rounds than a number holds",
		 "$6$rounds=99999999999999999999999999$" SHA512_REST},
		{"bcrypt", "$2b$31$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"},
		{"bcrypt, one above",
		 "$2b$13$abcdefghijklmnopqrstuufJyGQz74MaXA58G4n4SAlu8WLjGODFe"},
		{"yescrypt, 512 MiB",
		 "$y$jET$taqzauOag4G1Pz.aGuUhu0$uwwXtooJPVrHgYfQiTlKX2uehsl9qqfThW.Vcbnjmj6"},
		{"gost-yescrypt, 512 MiB",
		 "$gy$jET$taqzauOag4G1Pz.aGuUhu0$mgcnx92zRnVzw2z40Gm5.U0K.N3ZG0kosEn9naeV68D"},
		{"yescrypt with more passes",
		 "$y$j75/0$taqzauOag4G1Pz.aGuUhu0$Lasbhvbxa.1wBkCjKDB2qNYMrAs.6vxb1qjGHwkmXL/"},
		{"yescrypt with the flags of scrypt",
		 "$y$.75$taqzauOag4G1Pz.aGuUhu0$074AKcd5OGWwYulMH2nnSrENY56nLj/RHaFp3Ebcha6"},
		{"scrypt",
		 "$7$BU..../"
		 "....AQoocZgw.SAhsUAxbAwOe1$DHVZsy27oFp6gWG5DSLBcuNHpLWydW3UfMtLeAHWCeD"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(password_test_verify("correct horse", rows[i].hash) ==
				      PASSWORD_UNUSABLE,
			      "%s", rows[i].label);
}
END_TEST

START_TEST(a_hash_at_the_highest_cost_is_computed)
{
	static const struct {
		const char *label;
		const char *hash;
	} rows[] = {
		{"sha256crypt",
		 "$5$rounds=1000000$saltstring$uUuprw0knlKVUZeqm.xKar/wxhbXfObbkVejfQOo7tD"},
		{"bcrypt", "$2b$12$abcdefghijklmnopqrstuuFDJRuYeKkCzo3Wy7h8SxhBSHBAHiPK2"},
		{"yescrypt, 256 MiB",
		 "$y$jDT$taqzauOag4G1Pz.aGuUhu0$mlL7asove5AWhyz8LwzGfLbTs9jyScFm/k4bvgBScx8"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(password_test_verify("correct horse", rows[i].hash) == PASSWORD_RIGHT,
			      "%s", rows[i].label);
}
END_TEST

START_TEST(a_text_longer_than_any_hash_matches_nothing)
{
	char text[2 * PASSWORD_HASH_MAX];

	memset(text, 'a', sizeof(text));
	memcpy(text, SHA256_CRYPT, strlen(SHA256_CRYPT));
	ck_assert_int_eq(
		password_verify(OCTETS("correct horse"), (struct octets){text, sizeof(text)}, NULL),
		PASSWORD_UNUSABLE);
}
END_TEST

START_TEST(nobody_has_a_password)
{
	ck_assert_int_eq(password_test_verify("correct horse", NULL), PASSWORD_WRONG);
	ck_assert_int_eq(password_test_verify("", NULL), PASSWORD_WRONG);
}
END_TEST

START_TEST(a_password_that_cannot_be_hashed_is_wrong)
{
	/* libcrypt would see "correct horse". */
	const struct octets nul = OCTETS("correct horse\0");
	char text[PASSWORD_MAX + 1];

	memset(text, 'a', sizeof(text));
	ck_assert_int_eq(password_verify(nul, octets_from(SHA256_CRYPT), NULL), PASSWORD_WRONG);
	ck_assert_int_eq(password_verify((struct octets){text, sizeof(text)},
					 octets_from(SHA256_CRYPT), NULL),
			 PASSWORD_WRONG);
}
END_TEST

START_TEST(an_absent_password_is_not_the_empty_one)
{
	static const char of_nothing[] =
		"$5$saltstring$FdNfA4gXqvCeO6iZs7G/.wwwoywYZqo0l1pwmfWaBA7";

	ck_assert_int_eq(password_test_verify("", of_nothing), PASSWORD_RIGHT);
	ck_assert_int_eq(password_test_verify(NULL, of_nothing), PASSWORD_WRONG);
}
END_TEST

#define WORK "$y$j9T " /* what password_hash() makes, as hashes.h has it */

static const char *password_test_work(struct octets password, struct octets hash)
{
	hashes_taken();
	password_verify(password, hash, NULL);
	return hashes_taken();
}

START_TEST(nobody_costs_as_much_as_somebody)
{
	const struct octets password = OCTETS("correct horse");
	const struct octets nul = OCTETS("a\0b");
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	ck_assert(password_hash(password, NULL, hash, &error));
	ck_assert_str_eq(password_test_work(password, octets_from(hash)), WORK);
	ck_assert_str_eq(password_test_work(password, (struct octets){0}), WORK);
	ck_assert_str_eq(password_test_work(password, OCTETS("*0")), WORK);
	ck_assert_str_eq(password_test_work(password, OCTETS("$2b$31$abc")), WORK);
	ck_assert_str_eq(password_test_work(password, OCTETS("$6$rounds=1$a")), WORK);
	ck_assert_str_eq(password_test_work(password, OCTETS(SHA1_OF_ANOTHER)), WORK);
	/* A cheap hash costs a slow one on top. */
	ck_assert_str_eq(password_test_work(nul, octets_from(SHA256_CRYPT)), "$5$sal " WORK);
}
END_TEST

/* Nobody learns by a name that is not there whether a password is right for one that is: {SHA}
 * takes next to no time when it is right. */
START_TEST(to_pretend_costs_a_slow_hash_for_the_right_password_as_well)
{
	const struct octets right = OCTETS("correct horse");
	const struct octets hash = OCTETS("{SHA}L55TUjtiq8FBorTWAZ0jy6g129A=");

	ck_assert_int_eq(password_verify(right, hash, NULL), PASSWORD_RIGHT);
	hashes_taken();
	password_pretend(right, hash, NULL);
	ck_assert_str_eq(hashes_taken(), WORK);
}
END_TEST

Suite *password_suite(void)
{
	Suite *suite = suite_create("password");
	TCase *making = tcase_create("making");
	TCase *checking = tcase_create("checking");

	tcase_add_test(making, a_password_matches_its_own_hash_and_no_other_does);
	tcase_add_test(making, a_new_hash_is_yescrypt_with_the_usual_cost);
	tcase_add_test(making, no_two_hashes_are_the_same);
	tcase_add_test(making, the_longest_password_counts_to_its_last_byte);
	tcase_add_test(making, a_password_that_is_too_long_is_not_hashed);
	tcase_add_test(making, a_password_with_a_nul_is_not_hashed);
	tcase_add_test(checking, the_hashes_of_other_programs_are_understood);
	tcase_add_test(checking, what_is_no_hash_or_too_weak_a_one_matches_nothing);
	tcase_add_test(checking, a_hash_that_names_too_high_a_cost_is_not_computed);
	tcase_add_test(checking, a_hash_at_the_highest_cost_is_computed);
	tcase_add_test(checking, a_text_longer_than_any_hash_matches_nothing);
	tcase_add_test(checking, nobody_has_a_password);
	tcase_add_test(checking, a_password_that_cannot_be_hashed_is_wrong);
	tcase_add_test(checking, an_absent_password_is_not_the_empty_one);
	tcase_add_test(checking, nobody_costs_as_much_as_somebody);
	tcase_add_test(checking, to_pretend_costs_a_slow_hash_for_the_right_password_as_well);
	suite_add_tcase(suite, making);
	suite_add_tcase(suite, checking);
	return suite;
}
