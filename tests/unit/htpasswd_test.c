/* The checker of files that htpasswd makes. */
#include "file_client.h"
#include "scratch.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *htpasswd_suite(void);

/* Of "secret", by htpasswd -B, openssl passwd -apr1, htpasswd -s, python3 crypt and htpasswd -d. */
#define BCRYPT   "$2y$05$mvkR3x6gedViuPiBtNOBceGM2Tl.nCifxoQPQjzw/myNnqo1fTGpO"
#define APR1     "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0"
#define SHA1     "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="
#define SHA256   "$5$saltstring$C3o4O1TC6aRHF4FI.QSZMXtHbaj2gSXr4sUc/3NcUi."
#define YESCRYPT "$y$j9T$taqzauOag4G1Pz.aGuUhu0$8rsmeBqLJhpbL9of3a.g/9uJN3o2K0OENLQfUdpDAe."
#define DES      "1U42pSgksU1Co"

/* As long as one should be, with the digits of the example in SHA-crypt.txt. */
#define BOMB                                                                                       \
	"$6$rounds=999999999$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/"                      \
	"O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"

static struct checker *create_with(struct octets text)
{
	scratch_write("users", text);
	return file_client_create("htpasswd:users");
}

#define USERS                                                                                      \
	OCTETS("# users\n\n"                                                                       \
	       "bcrypt:" BCRYPT "\n"                                                               \
	       "apr1:" APR1 "\r\n"                                                                 \
	       "sha1:" SHA1 ":with a comment\n"                                                    \
	       "sha256:" SHA256 "\n"                                                               \
	       "des:" DES "\n"                                                                     \
	       "clear:secret\n"                                                                    \
	       "nobody\n"                                                                          \
	       "cut:$2y$05$B21VDhM2mrOpNVzj4OsQ\n"                                                 \
	       "bomb:" BOMB "\n"                                                                   \
	       "empty:\n"                                                                          \
	       ":" SHA1 "\n"                                                                       \
	       "Jose\xcc\x81:" SHA1 "\n"                                                           \
	       "twice:" SHA1 "\n"                                                                  \
	       "twice:" APR1 "\n"                                                                  \
	       "last:" APR1 "\n")

START_TEST(lines_are_accounts)
{
	static const struct {
		const char *label;
		const char *user, *password;
		const char *reason; /* it holds this; NULL: granted */
	} rows[] = {
		{"bcrypt", "bcrypt", "secret", NULL},
		{"apr1, and a carriage return", "apr1", "secret", NULL},
		{"{SHA}, and a comment", "sha1", "secret", NULL},
		{"crypt(5)", "sha256", "secret", NULL},
		{"the last line", "last", "secret", NULL},
		{"wrong", "bcrypt", "secreT", "wrong password"},
		{"wrong, apr1", "apr1", "", "wrong password"},
		{"wrong, {SHA}", "sha1", "secret:with a comment", "wrong password"},
		{"unknown", "mallory", "secret", "unknown user"},
		{"a comment", "# users", "secret", "unknown user"},
		{"DES", "des", "secret", "DES"},
		{"in the clear", "clear", "secret", "no hash"},
		{"without a hash", "nobody", "", "unknown user"},
		{"cut", "cut", "secret", "malformed or cut"},
		{"T74: a cost bomb", "bomb", "secret", "too high a cost"},
		{"T75: empty", "empty", "", "no hash"},
		{"T63: twice, the first", "twice", "secret", "twice"},
	};
	struct checker *checker = create_with(USERS);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error;
		enum verdict verdict =
			file_client_ask(checker, 0, 1, rows[i].user, rows[i].password, &error);

		ck_assert_msg(verdict == (rows[i].reason ? VERDICT_REFUSED : VERDICT_GRANTED),
			      "%s: %d %s", rows[i].label, verdict, error.text);
		ck_assert_msg(!rows[i].reason || strstr(error.text, rows[i].reason), "%s: %s",
			      rows[i].label, error.text);
	}
	checker_destroy(checker);
}
END_TEST

/* T3, T79 */
START_TEST(lines_that_let_nobody_in_are_counted)
{
	static const struct {
		struct octets text;
		size_t users, passwords, weak, doubts;
		const char *doubt; /* the first */
	} rows[] = {
		{OCTETS("a:" YESCRYPT "\n# b\n\n"), 1, 1, 0, 0, ""},
		{OCTETS("a:" YESCRYPT "\nb:" SHA1 "\n"), 2, 2, 1, 0, ""},
		{OCTETS("a:" YESCRYPT "\nb:" YESCRYPT "\nb:" YESCRYPT "\n"), 2, 1, 0, 1,
		 "line 3: user 'b' stands there twice"},
		{OCTETS("a:" YESCRYPT "\nb:$apr1$saltsalt$UWW\n"), 2, 1, 0, 1,
		 "line 2: user 'b': malformed or cut hash"},
		{OCTETS("b:" DES "\n"), 1, 0, 0, 1,
		 "line 1: user 'b': traditional DES crypt, which keeps 8 bytes of a password"},
		{OCTETS("secret\n"), 0, 0, 0, 1, "line 1: no ':'"},
		{OCTETS("Jose\xcc\x81:" SHA1 "\n"), 0, 0, 0, 1,
		 "line 1: user name can never log in"},
		{USERS, 11, 5, 5, 9,
		 "line 7: user 'des': traditional DES crypt, which keeps 8 bytes of a password"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct census *census = file_client_census("htpasswd:users", rows[i].text);

		ck_assert_uint_eq(census->users, rows[i].users);
		ck_assert_uint_eq(census->passwords, rows[i].passwords);
		ck_assert_uint_eq(census->weak, rows[i].weak);
		ck_assert_uint_eq(census->doubts, rows[i].doubts);
		ck_assert_str_eq(census->doubt.text, rows[i].doubt);
		census_destroy(census);
	}
}
END_TEST

/* Hashing takes long: that is the pool's work. */
START_TEST(a_loop_is_told_to_ask_later)
{
	struct checker *checker = create_with(USERS);
	struct username_password basic = username_password(OCTETS("sha1"), OCTETS("secret"));
	struct verdict_cache *cache = verdict_cache_create();
	const struct caller caller = {.slot = 0};
	struct avatar_id avatar_id;
	struct error error;

	ck_assert_int_eq(
		checker_request_avatar_id(checker, cache, &basic.base, &caller, &avatar_id, &error),
		VERDICT_LATER);
	verdict_cache_destroy(cache);
	checker_destroy(checker);
}
END_TEST

START_TEST(a_change_counts_from_the_next_turn)
{
	struct checker *checker = create_with(OCTETS("alice:" SHA1 "\n"));
	uint64_t before = file_client_generation(checker, 1);
	struct error error;

	ck_assert_int_eq(file_client_ask(checker, 0, 1, "alice", "secret", &error),
			 VERDICT_GRANTED);
	scratch_write("users", OCTETS("bob:" SHA1 "\n"));
	ck_assert_uint_ne(file_client_generation(checker, 2), before);
	ck_assert_int_eq(file_client_ask(checker, 0, 2, "alice", "secret", &error),
			 VERDICT_REFUSED);
	ck_assert_int_eq(file_client_ask(checker, 1, 2, "bob", "secret", &error), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

/* What a writer has left when it is halfway. */
START_TEST(half_a_file_refuses_nobody_and_recovers)
{
	struct checker *checker = create_with(OCTETS("alice:" SHA1 "\nbob:" SHA1 "\n"));
	struct error error;

	scratch_write("users", OCTETS("alice:" SHA1 "\nbob:{SHA}5e"));
	ck_assert_int_eq(file_client_ask(checker, 0, 1, "alice", "secret", &error),
			 VERDICT_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "being written"));
	scratch_write("users", OCTETS("alice:" SHA1 "\nbob:" SHA1 "\n"));
	ck_assert_int_eq(file_client_ask(checker, 0, 2, "bob", "secret", &error), VERDICT_GRANTED);
	checker_destroy(checker);
}
END_TEST

/* Unsorted, so that nothing is found by luck. */
START_TEST(a_hundred_thousand_lines_are_fine)
{
	const unsigned int count = 100000;
	size_t length = 0;
	char *text = malloc(count * (sizeof(SHA1) + 10));
	struct census *census = census_create(SIZE_MAX);
	struct checker *checker;
	struct error error;

	for (unsigned int i = 0; i < count; i++)
		length += (size_t)sprintf(text + length, "u%u:" SHA1 "\n", i * 7919 % count);
	checker = create_with((struct octets){text, length});
	ck_assert(checker_census(checker, census, &error));
	ck_assert_uint_eq(census->users, count);
	ck_assert_uint_eq(census->weak, count);
	census_destroy(census);
	ck_assert_int_eq(file_client_ask(checker, 0, 1, "u0", "secret", &error), VERDICT_GRANTED);
	ck_assert_int_eq(file_client_ask(checker, 0, 1, "u99999", "secret", &error),
			 VERDICT_GRANTED);
	ck_assert_int_eq(file_client_ask(checker, 0, 1, "u100000", "secret", &error),
			 VERDICT_REFUSED);
	checker_destroy(checker);
	free(text);
}
END_TEST

Suite *htpasswd_suite(void)
{
	Suite *suite = suite_create("htpasswd");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, scratch_setup, scratch_teardown);
	tcase_add_test(all, lines_are_accounts);
	tcase_add_test(all, lines_that_let_nobody_in_are_counted);
	tcase_add_test(all, a_loop_is_told_to_ask_later);
	tcase_add_test(all, a_change_counts_from_the_next_turn);
	tcase_add_test(all, half_a_file_refuses_nobody_and_recovers);
	tcase_add_test(all, a_hundred_thousand_lines_are_fine);
	suite_add_tcase(suite, all);
	return suite;
}
