/* Each scheme by published hashes and by those of other tools, and what is said of each. */
#include "password_vectors.h"

#include "postern/password.h"

#include <check.h>

Suite *password_scheme_suite(void);

#define BCRYPT_72 "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define SCRYPT_64                                                                                  \
	"cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
#define PBKDF2_64                                                                                  \
	"TdzY9guYviGDDO5e8icB+WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ"

/* T78 */
static const struct password_vector vectors[] = {
	/* glibc, crypt/md5c-test.c */
	{"md5-crypt", "Hello world!", "$1$saltstri$YMyguxXMBpd2TEZ.vS/3q1", true, true},
	/* https://www.akkadia.org/drepper/SHA-crypt.txt */
	{"sha256-crypt", "Hello world!",
	 "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", true, true},
	{"sha512-crypt", "Hello world!",
	 "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/"
	 "O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
	 true, true},
	/* crypt_blowfish 1.3, wrapper.c */
	{"bcrypt", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", true,
	 true},
	{"bcrypt", "U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", true,
	 true},
	{"bcrypt", BCRYPT_72, "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui", true,
	 true},
	/* httpd.apache.org/docs/2.4/misc/password_encryptions.html */
	{"apr1", "myPassword", "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/", true, true},
	{"{SHA}", "myPassword", "{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=", true, true},
	{"bcrypt", "myPassword", "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC",
	 true, true},
	/* NGINX-412, openssl passwd -apr1: longer than a block of MD5 and of 16 bytes, without and
	 * with all of the salt */
	{"apr1", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
	 "$apr1$s$6ViJ/D4cMmO76boqMjCYc1", true, true},
	{"apr1", "0123456789abcdef", "$apr1$saltsalt$noZiBycUL1t9WTQEO7/nr1", true, true},
	/* passlib's documentation, passlib.hash.ldap_salted_sha1 */
	{"{SSHA}", "password", "{SSHA}pKqkNr1tq3wtQqk+UcPyA3HnA2NsU5NJ", true, true},
	/* the same of passlib.hash.scrypt */
	{"scrypt", "password",
	 "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
	 true, true},
	/* RFC 7914 section 12, in this form */
	{"scrypt", "pleaseletmein", "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$" SCRYPT_64, true,
	 true},
	/* python3 hashlib.scrypt, the strength that OWASP names first */
	{"scrypt", "correct horse",
	 "$scrypt$ln=17,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$qmsmTgUhkUXenuO+Y1xpJkI2GSSNU/"
	 "vhYpQLl8F2aYM",
	 false, false},
	/* passlib's documentation, passlib.hash.pbkdf2_digest; the second has ab64's '.' */
	{"pbkdf2-sha256", "password",
	 "$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M",
	 true, true},
	{"pbkdf2-sha256", "password",
	 "$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44",
	 true, true},
	/* RFC 7914 section 11, in this form */
	{"pbkdf2-sha256", "Password", "$pbkdf2-sha256$80000$TmFDbA$" PBKDF2_64, true, true},
	/* python3 hashlib.pbkdf2_hmac, the rounds of OWASP */
	{"pbkdf2-sha256", "correct horse",
	 "$pbkdf2-sha256$600000$MDEyMzQ1Njc4OWFiY2RlZg$kYKAg/"
	 "dg7WC7VQ4k8.iaopu8snxCGdA0xMTwPC5tudk",
	 false, false},
	/* Authelia's documentation */
	{"pbkdf2-sha512", "insecure_secret",
	 "$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0Y"
	 "KtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng",
	 false, false},
	/* python3 crypt.crypt */
	{"yescrypt", "correct horse",
	 "$y$j75$taqzauOag4G1Pz.aGuUhu0$7gmzouMpIxsqUNox0XLp.6oYjLlLZADKC9SkBzzwsu3", true, true},
	{"gost-yescrypt", "correct horse",
	 "$gy$j75$taqzauOag4G1Pz.aGuUhu0$ekSsMfCoXoIPnU/4RglyIur/8DlG/f6ErKsFO3L3sP.", true, true},
	{"bcrypt", "correct horse", "$2b$12$abcdefghijklmnopqrstuuFDJRuYeKkCzo3Wy7h8SxhBSHBAHiPK2",
	 false, true},
};

START_TEST(published_hashes_are_understood)
{
	password_vector_check(&vectors[_i]);
}
END_TEST

/* What password_hash() makes is never made again. */
START_TEST(a_new_hash_needs_no_other)
{
	char hash[PASSWORD_HASH_MAX];
	struct error error;

	ck_assert(password_hash(OCTETS("a"), NULL, hash, &error));
	ck_assert_str_eq(password_scheme_name(octets_from(hash)), "yescrypt");
	ck_assert_ptr_null(password_defect(octets_from(hash)));
	ck_assert(!password_is_weak(octets_from(hash)));
	ck_assert(!password_needs_rehash(octets_from(hash)));
}
END_TEST

#define SALT_AND_HASH "$MDEyMzQ1Njc4OWFiY2RlZg$K7u10jfmFGWnCzZbRlQvNp3nGt8PHuCMixsKjIa2cL8"

/* T74, T75, T79; those of libcrypt with their costs are in password_test.c. */
static const struct password_unusable unusable[] = {
	{"empty", "", "known"},
	{"a failure token of crypt(3)", "*0", "known"},
	{"the other one", "*1", "known"},
	{"locked", "!", "known"},
	{"in another file", "x", "known"},
	{"in the clear", "correct horse", "known"},
	{"a scheme of the future", "$9$x", "known"},
	/* httpd.apache.org/docs/2.4/misc/password_encryptions.html */
	{"traditional DES", "rqXexS6ZhobKA", "DES"},
	{"sha512-crypt, one above",
	 "$6$rounds=1000001$saltstring$JnFtkr5LSCgQSAdOD/0eLNjbPd1UaL/"
	 "69GUft2MV7.l3llVQwwkszyXXBhFGizT7g.c634P5mqSKFwjT/GogP1",
	 "too high"},
	{"bcrypt", "$2b$31$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e", "too high"},
	{"yescrypt, 512 MiB",
	 "$y$jET$taqzauOag4G1Pz.aGuUhu0$uwwXtooJPVrHgYfQiTlKX2uehsl9qqfThW.Vcbnjmj6", "too high"},
	{"scrypt, N", "$scrypt$ln=40,r=8,p=1" SALT_AND_HASH, "too high"},
	{"scrypt, lanes", "$scrypt$ln=18,r=8,p=2" SALT_AND_HASH, "too high"},
	{"scrypt, all at once", "$scrypt$ln=31,r=4294967295,p=4294967295" SALT_AND_HASH,
	 "too high"},
	{"PBKDF2", "$pbkdf2-sha256$2147483648" SALT_AND_HASH, "too high"},
	{"PBKDF2, one above", "$pbkdf2-sha256$1000001" SALT_AND_HASH, "too high"},
	{"PBKDF2, more rounds than a number holds", "$pbkdf2-sha256$99999999999" SALT_AND_HASH,
	 "malformed"},
	{"PBKDF2, no round", "$pbkdf2-sha256$0" SALT_AND_HASH, "malformed"},
	{"PBKDF2 without a hash", "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg$", "malformed"},
	{"PBKDF2 with too short a hash", "$pbkdf2-sha256$1000$MDEy$MDEy", "malformed"},
	{"PBKDF2 with something behind",
	 "$pbkdf2-sha256$1000$MDEy$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg", "malformed"},
	{"scrypt without N", "$scrypt$ln=0,r=8,p=1" SALT_AND_HASH, "malformed"},
	{"scrypt without r", "$scrypt$ln=1,r=0,p=1" SALT_AND_HASH, "malformed"},
	{"scrypt, otherwise in order", "$scrypt$r=8,ln=1,p=1" SALT_AND_HASH, "malformed"},
	{"sha-crypt, rounds that are none",
	 "$5$rounds=x$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "malformed"},
	{"bcrypt, cut", "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRq", "malformed"},
	{"bcrypt, one digit", "$2y$5a$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC",
	 "malformed"},
	{"apr1, cut", "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA", "malformed"},
	{"apr1, too long a salt", "$apr1$saltsalts$noZiBycUL1t9WTQEO7/nr1", "malformed"},
	{"md5-crypt, a setting alone", "$1$saltstri$", "malformed"},
	{"yescrypt, cut",
	 "$y$j75$taqzauOag4G1Pz.aGuUhu0$7gmzouMpIxsqUNox0XLp.6oYjLlLZADKC9SkBzzwsu", "malformed"},
	{"{SHA}, cut", "{SHA}VBPuJHI7uixaa6LQGWx4s+5GKN", "malformed"},
	{"{SHA} without a hash", "{SHA}", "malformed"},
	{"{SHA} with a salt", "{SHA}pKqkNr1tq3wtQqk+UcPyA3HnA2NsU5NJ", "malformed"},
	{"{SSHA} without a salt", "{SSHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=", "malformed"},
};

START_TEST(what_lets_nobody_in_says_why)
{
	password_unusable_check(&unusable[_i]);
}
END_TEST

/* T76: bcrypt itself forgets what stands behind 72 bytes. The hash is crypt_blowfish's own test of
 * that. */
START_TEST(a_password_that_bcrypt_would_cut_is_wrong)
{
	const struct octets hash =
		OCTETS("$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui");

	ck_assert_int_eq(password_verify(OCTETS(BCRYPT_72), hash, NULL), PASSWORD_RIGHT);
	ck_assert_int_eq(password_verify(OCTETS(BCRYPT_72 "!"), hash, NULL), PASSWORD_WRONG);
	ck_assert_int_eq(
		password_verify(OCTETS(BCRYPT_72 "chars after 72 are ignored"), hash, NULL),
		PASSWORD_WRONG);
}
END_TEST

/* T77 */
START_TEST(every_scheme_refuses_what_is_longer_than_any_password)
{
	char password[PASSWORD_MAX + 1];

	memset(password, 'a', sizeof(password));
	ck_assert_int_eq(password_verify((struct octets){password, sizeof(password)},
					 octets_from(vectors[_i].hash), NULL),
			 PASSWORD_WRONG);
	ck_assert_int_eq(password_verify((struct octets){password, sizeof(password) - 1},
					 octets_from(vectors[_i].hash), NULL),
			 PASSWORD_WRONG);
}
END_TEST

Suite *password_scheme_suite(void)
{
	Suite *suite = suite_create("password_scheme");
	TCase *all = tcase_create("all");

	tcase_add_loop_test(all, published_hashes_are_understood, 0,
			    sizeof(vectors) / sizeof(vectors[0]));
	tcase_add_loop_test(all, every_scheme_refuses_what_is_longer_than_any_password, 0,
			    sizeof(vectors) / sizeof(vectors[0]));
	tcase_add_loop_test(all, what_lets_nobody_in_says_why, 0,
			    sizeof(unusable) / sizeof(unusable[0]));
	tcase_add_test(all, a_new_hash_needs_no_other);
	tcase_add_test(all, a_password_that_bcrypt_would_cut_is_wrong);
	suite_add_tcase(suite, all);
	return suite;
}
