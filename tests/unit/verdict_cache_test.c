/* The verdict cache: it finds what was remembered, only that, and not for ever. */
#include "cred/verdict_cache.h"

#include "clock.h"
#include "fake_plugins.h"

#include <check.h>
#include <pthread.h>
#include <stdatomic.h>

Suite *verdict_cache_suite(void);

/* Tags with the same `set` compete for the same few places: they begin with the same bytes. */
static struct verdict_tag make_tag(unsigned char set, unsigned char number)
{
	struct verdict_tag tag = {.bytes = {set}};

	tag.bytes[VERDICT_TAG_SIZE - 1] = number;
	return tag;
}

static void remember(struct verdict_cache *cache, struct verdict_tag tag, struct octets name)
{
	struct avatar_id avatar_id;

	ck_assert(avatar_id_set(&avatar_id, name));
	verdict_cache_remember(cache, &tag, &avatar_id);
}

static bool knows(struct verdict_cache *cache, struct verdict_tag tag)
{
	struct avatar_id avatar_id;

	return verdict_cache_find(cache, &tag, &avatar_id);
}

START_TEST(an_empty_cache_knows_nobody)
{
	const struct verdict_tag zero = {.bytes = {0}};
	struct verdict_cache *cache = verdict_cache_create();

	ck_assert(!knows(cache, zero));
	ck_assert(!knows(cache, make_tag(1, 1)));
	verdict_cache_destroy(cache);
	verdict_cache_destroy(NULL);
}
END_TEST

START_TEST(a_remembered_avatar_id_comes_back_whole)
{
	static const struct {
		const char *label;
		size_t length;
	} rows[] = {
		{"one byte", 1}, {"less than a word", 7},  {"a word", 8},
		{"one more", 9}, {"longest but one", 254}, {"longest", AVATAR_ID_MAX},
	};
	struct verdict_cache *cache = verdict_cache_create();
	char name[AVATAR_ID_MAX];

	for (size_t i = 0; i < sizeof(name); i++)
		name[i] = (char)(255 - i);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct octets row = {.data = name, .length = rows[i].length};
		struct verdict_tag tag = make_tag(1, (unsigned char)i);
		struct avatar_id found;

		remember(cache, tag, row);
		ck_assert_msg(verdict_cache_find(cache, &tag, &found), "%s", rows[i].label);
		ck_assert_msg(found.kind == AVATAR_ID_NAMED, "%s", rows[i].label);
		ck_assert_msg(octets_equal(avatar_id_name(&found), row), "%s", rows[i].label);
		ck_assert_msg(found.name[found.length] == '\0', "%s", rows[i].label);
	}
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(groups_come_back_with_the_name)
{
	const struct verdict_tag tag = make_tag(1, 1);
	struct verdict_cache *cache = verdict_cache_create();
	struct avatar_id alice;
	struct avatar_id found;

	ck_assert(avatar_id_set(&alice, OCTETS("alice")));
	ck_assert(avatar_id_add_group(&alice, OCTETS("staff")));
	ck_assert(avatar_id_add_group(&alice, OCTETS("a group of a long name")));
	verdict_cache_remember(cache, &tag, &alice);
	ck_assert(verdict_cache_find(cache, &tag, &found));
	ck_assert(avatar_id_in_group(&found, OCTETS("staff")));
	ck_assert(avatar_id_in_group(&found, OCTETS("a group of a long name")));
	ck_assert(!avatar_id_in_group(&found, OCTETS("admins")));

	remember(cache, tag, OCTETS("bob"));
	ck_assert(verdict_cache_find(cache, &tag, &found));
	ck_assert(!avatar_id_in_group(&found, OCTETS("staff")));
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(anonymous_comes_back_as_anonymous)
{
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_tag tag = make_tag(1, 1);
	struct avatar_id avatar_id;

	avatar_id_set_anonymous(&avatar_id);
	verdict_cache_remember(cache, &tag, &avatar_id);
	avatar_id_set(&avatar_id, OCTETS("somebody"));
	ck_assert(verdict_cache_find(cache, &tag, &avatar_id));
	ck_assert_int_eq(avatar_id.kind, AVATAR_ID_ANONYMOUS);
	ck_assert_uint_eq(avatar_id.length, 0);
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(every_bit_of_a_tag_counts)
{
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_tag tag = make_tag(3, 4);

	remember(cache, tag, OCTETS("alice"));
	for (size_t bit = 0; bit < 8 * VERDICT_TAG_SIZE; bit++) {
		struct verdict_tag other = tag;

		other.bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
		ck_assert_msg(!knows(cache, other), "bit %zu", bit);
	}
	ck_assert(knows(cache, tag));
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(a_remembered_login_is_forgotten_after_its_lifetime)
{
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_tag tag = make_tag(1, 1);

	remember(cache, tag, OCTETS("alice"));
	clock_advance(CLOCK_MONOTONIC, VERDICT_LIFETIME - 10);
	ck_assert(knows(cache, tag));
	clock_advance(CLOCK_MONOTONIC, 10);
	ck_assert(!knows(cache, tag));
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(to_be_remembered_again_begins_a_new_lifetime)
{
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_tag tag = make_tag(1, 1);
	struct avatar_id found;

	remember(cache, tag, OCTETS("alice"));
	clock_advance(CLOCK_MONOTONIC, VERDICT_LIFETIME - 10);
	remember(cache, tag, OCTETS("al"));
	clock_advance(CLOCK_MONOTONIC, VERDICT_LIFETIME - 10);
	ck_assert(verdict_cache_find(cache, &tag, &found));
	ck_assert(octets_equal(avatar_id_name(&found), OCTETS("al")));
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(the_oldest_makes_room)
{
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_tag elsewhere = make_tag(2, 0);
	const unsigned char places = 4;

	remember(cache, elsewhere, OCTETS("bob"));
	for (unsigned char i = 0; i <= places; i++) {
		clock_advance(CLOCK_MONOTONIC, 1);
		remember(cache, make_tag(1, i), OCTETS("alice"));
	}
	ck_assert(!knows(cache, make_tag(1, 0)));
	for (unsigned char i = 1; i <= places; i++)
		ck_assert_msg(knows(cache, make_tag(1, i)), "%d", i);
	ck_assert(knows(cache, elsewhere));
	verdict_cache_destroy(cache);
}
END_TEST

START_TEST(to_be_remembered_again_drives_out_nobody)
{
	struct verdict_cache *cache = verdict_cache_create();
	const unsigned char places = 4;

	for (unsigned char i = 0; i < places; i++)
		remember(cache, make_tag(1, i), OCTETS("alice"));
	for (unsigned char i = 0; i < places; i++)
		remember(cache, make_tag(1, 2), OCTETS("alice"));
	for (unsigned char i = 0; i < places; i++)
		ck_assert_msg(knows(cache, make_tag(1, i)), "%d", i);
	verdict_cache_destroy(cache);
}
END_TEST

static struct verdict_tag tag_of(const struct verdict_cache *cache, const struct checker *checker,
				 uint64_t generation, struct octets username,
				 struct octets password)
{
	struct username_password credentials = username_password(username, password);

	return verdict_cache_tag(cache, checker, generation, &credentials.base);
}

static bool tags_equal(struct verdict_tag a, struct verdict_tag b)
{
	return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

START_TEST(a_tag_depends_on_all_that_the_verdict_depends_on)
{
	const struct checker checkers[2] = {{.type = &fake_checker_plain},
					    {.type = &fake_checker_plain}};
	const struct {
		const char *label;
		const struct checker *checker;
		uint64_t generation;
		struct octets username;
		struct octets password;
	} rows[] = {
		{"another checker", &checkers[1], 1, OCTETS("alice"), OCTETS("secret")},
		{"another generation", &checkers[0], 2, OCTETS("alice"), OCTETS("secret")},
		{"another user", &checkers[0], 1, OCTETS("alicf"), OCTETS("secret")},
		{"another password", &checkers[0], 1, OCTETS("alice"), OCTETS("secreT")},
		{"NUL after the password", &checkers[0], 1, OCTETS("alice"), OCTETS("secret\0")},
		{"another border", &checkers[0], 1, OCTETS("alices"), OCTETS("ecret")},
		{"all in the password", &checkers[0], 1, OCTETS(""), OCTETS("alicesecret")},
	};
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_cache *other = verdict_cache_create();
	struct verdict_tag tag = tag_of(cache, &checkers[0], 1, OCTETS("alice"), OCTETS("secret"));

	ck_assert(
		tags_equal(tag, tag_of(cache, &checkers[0], 1, OCTETS("alice"), OCTETS("secret"))));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(!tags_equal(tag, tag_of(cache, rows[i].checker, rows[i].generation,
						      rows[i].username, rows[i].password)),
			      "%s", rows[i].label);
	ck_assert_msg(
		!tags_equal(tag, tag_of(other, &checkers[0], 1, OCTETS("alice"), OCTETS("secret"))),
		"another key");
	verdict_cache_destroy(other);
	verdict_cache_destroy(cache);
}
END_TEST

#define CROWD_TAGS    12 /* more than there are places */
#define CROWD_READERS 2
#define CROWD_WRITERS 2
#define CROWD_ROUNDS  3000

struct crowd {
	struct verdict_cache *cache;
	atomic_uint found;
	atomic_uint mixed; /* names that nobody has */
};

/* Each tag has a name of its own length, of one letter of its own. */
static struct octets crowd_name(unsigned char number, char name[static AVATAR_ID_MAX])
{
	memset(name, 'a' + number, AVATAR_ID_MAX);
	return (struct octets){.data = name, .length = AVATAR_ID_MAX - number};
}

static void *crowd_write(void *argument)
{
	struct crowd *crowd = argument;
	char name[AVATAR_ID_MAX];

	for (unsigned int i = 0; i < CROWD_ROUNDS; i++) {
		unsigned char number = (unsigned char)(i % CROWD_TAGS);
		struct verdict_tag tag = make_tag(1, number);
		struct avatar_id avatar_id;

		avatar_id_set(&avatar_id, crowd_name(number, name));
		verdict_cache_remember(crowd->cache, &tag, &avatar_id);
	}
	return NULL;
}

static void *crowd_read(void *argument)
{
	struct crowd *crowd = argument;
	char name[AVATAR_ID_MAX];

	for (unsigned int i = 0; i < CROWD_ROUNDS * CROWD_TAGS; i++) {
		unsigned char number = (unsigned char)(i % CROWD_TAGS);
		struct verdict_tag tag = make_tag(1, number);
		struct avatar_id found;

		if (!verdict_cache_find(crowd->cache, &tag, &found))
			continue;
		crowd->found++;
		if (!octets_equal(avatar_id_name(&found), crowd_name(number, name)))
			crowd->mixed++;
	}
	return NULL;
}

START_TEST(a_reader_never_sees_half_of_what_is_being_written)
{
	struct crowd crowd = {.cache = verdict_cache_create()};
	pthread_t threads[CROWD_READERS + CROWD_WRITERS];
	const size_t count = sizeof(threads) / sizeof(threads[0]);

	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL,
						i < CROWD_READERS ? crowd_read : crowd_write,
						&crowd),
				 0);
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	ck_assert_uint_eq(crowd.mixed, 0);
	/* The last ones written are still there, so that a reader has something to find. */
	crowd_read(&crowd);
	ck_assert_uint_gt(crowd.found, 0);
	ck_assert_uint_eq(crowd.mixed, 0);
	verdict_cache_destroy(crowd.cache);
}
END_TEST

static struct octets hidden_password(const struct credentials *credentials)
{
	(void)credentials;
	ck_abort_msg("the password is asked for");
}

static struct octets shown_fingerprint(const struct credentials *credentials)
{
	return credentials->known ? OCTETS("one") : OCTETS("another");
}

START_TEST(a_tag_is_made_of_the_fingerprint_where_there_is_one)
{
	static const struct credentials_type type = {
		.interfaces = IUSERNAME_PASSWORD,
		.password = hidden_password,
		.fingerprint = shown_fingerprint,
	};
	const struct checker checker = {.type = &fake_checker_plain};
	struct credentials credentials = {.type = &type, .username = OCTETS("alice")};
	struct verdict_cache *cache = verdict_cache_create();
	struct verdict_tag tag = verdict_cache_tag(cache, &checker, 1, &credentials);

	ck_assert(tags_equal(verdict_cache_tag(cache, &checker, 1, &credentials), tag));
	ck_assert(!tags_equal(verdict_cache_tag(cache, &checker, 2, &credentials), tag));
	credentials.known = true;
	ck_assert(!tags_equal(verdict_cache_tag(cache, &checker, 1, &credentials), tag));
	verdict_cache_destroy(cache);
}
END_TEST

Suite *verdict_cache_suite(void)
{
	Suite *suite = suite_create("verdict_cache");
	TCase *memory = tcase_create("memory");
	TCase *tags = tcase_create("tags");
	TCase *threads = tcase_create("threads");

	tcase_add_test(memory, an_empty_cache_knows_nobody);
	tcase_add_test(memory, a_remembered_avatar_id_comes_back_whole);
	tcase_add_test(memory, groups_come_back_with_the_name);
	tcase_add_test(memory, anonymous_comes_back_as_anonymous);
	tcase_add_test(memory, every_bit_of_a_tag_counts);
	tcase_add_test(memory, a_remembered_login_is_forgotten_after_its_lifetime);
	tcase_add_test(memory, to_be_remembered_again_begins_a_new_lifetime);
	tcase_add_test(memory, the_oldest_makes_room);
	tcase_add_test(memory, to_be_remembered_again_drives_out_nobody);
	suite_add_tcase(suite, memory);
	tcase_add_test(tags, a_tag_depends_on_all_that_the_verdict_depends_on);
	tcase_add_test(tags, a_tag_is_made_of_the_fingerprint_where_there_is_one);
	suite_add_tcase(suite, tags);
	tcase_add_test(threads, a_reader_never_sees_half_of_what_is_being_written);
	suite_add_tcase(suite, threads);
	return suite;
}
