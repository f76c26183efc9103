/* The arithmetic of Digest against published vectors, and their fields against the parser. */
#include "http/digest_response.h"

#include "base/hex.h"
#include "cred/hash.h"
#include "http/authorization.h"
#include "http/digest_username.h"

#include <check.h>
#include <jansson.h>

Suite *digest_response_suite(void);

#define VECTORS "tests/vectors/digest_vectors.json"

static struct octets field(const json_t *vector, const char *name)
{
	const char *text = json_string_value(json_object_get(vector, name));

	return (struct octets){.data = text, .length = text ? strlen(text) : 0};
}

/* True, and the algorithm without its "-sess", when it has one. */
static bool vector_is_session(const json_t *vector, enum digest_algorithm *algorithm)
{
	struct octets name = field(vector, "algorithm");
	size_t plain = name.length - strlen("-sess");
	bool session = name.length > strlen("-sess") && strcmp(name.data + plain, "-sess") == 0;

	if (session)
		name.length = plain;
	ck_assert_msg(digest_algorithm_find(name, algorithm), "%s", field(vector, "id").data);
	return session;
}

static void must_be(const json_t *vector, const char *name, enum digest_algorithm algorithm,
		    const unsigned char *hash)
{
	char text[2 * DIGEST_SIZE_MAX + 1];

	hex_encode(hash, digest_algorithm_size(algorithm), text);
	ck_assert_msg(octets_equal(field(vector, name), octets_from(text)), "%s: %s is %s",
		      field(vector, "id").data, name, text);
}

static bool have(const json_t *vector, const char *name)
{
	return field(vector, name).data;
}

/* The HA1 that the vector's response is made with: that of its session, where it has one. */
static void vector_ha1(const json_t *vector, enum digest_algorithm *algorithm,
		       unsigned char ha1[static DIGEST_SIZE_MAX])
{
	bool session = vector_is_session(vector, algorithm);
	unsigned char plain[DIGEST_SIZE_MAX];
	bool changed = have(vector, "cnonce_prime");

	digest_ha1(*algorithm, field(vector, "username"), field(vector, "realm"),
		   field(vector, "password"), ha1);
	if (have(vector, "h_urp"))
		must_be(vector, "h_urp", *algorithm, ha1);
	if (session) {
		memcpy(plain, ha1, sizeof(plain));
		digest_session_ha1(*algorithm, plain,
				   field(vector, changed ? "nonce_prime" : "nonce"),
				   field(vector, changed ? "cnonce_prime" : "cnonce"), ha1);
	}
	must_be(vector, "ha1", *algorithm, ha1);
}

static struct digest_answer vector_answer(const json_t *vector, enum digest_algorithm algorithm)
{
	return (struct digest_answer){
		.algorithm = algorithm,
		.method = field(vector, "method"),
		.uri = field(vector, "uri"),
		.nonce = field(vector, "nonce"),
		.count = field(vector, "nc"),
		.cnonce = field(vector, "cnonce"),
		.qop = field(vector, "qop"),
	};
}

static void check_response(const json_t *vector, struct digest_answer answer,
			   const unsigned char *ha1)
{
	size_t size = digest_algorithm_size(answer.algorithm);
	unsigned char entity[DIGEST_SIZE_MAX];
	unsigned char expected[DIGEST_SIZE_MAX];
	unsigned char response[DIGEST_SIZE_MAX];
	bool same;

	if (have(vector, "entity_hash")) {
		ck_assert(hex_decode(field(vector, "entity_hash"), entity, size));
		answer.entity_hash = entity;
	}
	digest_response(&answer, ha1, response);
	ck_assert(hex_decode(field(vector, "response"), expected, size));
	same = memcmp(expected, response, size) == 0;
	ck_assert_msg(same == json_is_true(json_object_get(vector, "valid")), "%s: response",
		      field(vector, "id").data);
}

static void check_rspauth(const json_t *vector, struct digest_answer answer,
			  const unsigned char *ha1)
{
	const struct octets body = field(vector, "response_body");
	unsigned char entity[DIGEST_SIZE_MAX];
	unsigned char rspauth[DIGEST_SIZE_MAX];

	if (!have(vector, "rspauth"))
		return;
	if (body.data) {
		hash_pieces(answer.algorithm, &body, 1, entity);
		answer.entity_hash = entity;
	}
	digest_rspauth(&answer, ha1, rspauth);
	must_be(vector, "rspauth", answer.algorithm, rspauth);
}

static void check_userhash(const json_t *vector, enum digest_algorithm algorithm)
{
	unsigned char userhash[DIGEST_SIZE_MAX];

	if (!have(vector, "userhash"))
		return;
	digest_userhash(algorithm, field(vector, "username"), field(vector, "realm"), userhash);
	must_be(vector, "userhash", algorithm, userhash);
}

START_TEST(every_published_vector_is_computed_and_wrong_prints_are_not)
{
	json_t *vectors = json_load_file(VECTORS, 0, NULL);
	const json_t *vector;
	size_t index;

	ck_assert_uint_eq(json_array_size(vectors), 61);
	json_array_foreach(vectors, index, vector)
	{
		enum digest_algorithm algorithm;
		unsigned char ha1[DIGEST_SIZE_MAX];

		vector_ha1(vector, &algorithm, ha1);
		check_response(vector, vector_answer(vector, algorithm), ha1);
		check_rspauth(vector, vector_answer(vector, algorithm), ha1);
		check_userhash(vector, algorithm);
	}
	json_decref(vectors);
}
END_TEST

/* E02, E03: with the cnonce of the first answer (`response`) it is another one than with its own.
 */
START_TEST(a_session_of_the_first_cnonce_is_not_that_of_the_next)
{
	json_t *vectors = json_load_file(VECTORS, 0, NULL);
	const json_t *vector;
	size_t index;
	size_t seen = 0;

	json_array_foreach(vectors, index, vector)
	{
		enum digest_algorithm algorithm;
		unsigned char ha1[DIGEST_SIZE_MAX];
		unsigned char response[DIGEST_SIZE_MAX];
		struct digest_answer answer;

		if (!have(vector, "response_defacto"))
			continue;
		ck_assert(vector_is_session(vector, &algorithm));
		digest_ha1(algorithm, field(vector, "username"), field(vector, "realm"),
			   field(vector, "password"), ha1);
		answer = vector_answer(vector, algorithm);
		answer.session = true;
		digest_response(&answer, ha1, response);
		must_be(vector, "response_defacto", algorithm, response);
		seen++;
	}
	ck_assert_uint_eq(seen, 1);
	json_decref(vectors);
}
END_TEST

static void check_parameter(const json_t *vector, const struct authorization *authorization,
			    const char *name)
{
	const struct authorization_parameter *parameter =
		authorization_parameter(authorization, octets_from(name));

	/* Without an algorithm it is MD5. */
	if (!parameter && strcmp(name, "algorithm") == 0)
		ck_assert_str_eq(field(vector, name).data, "MD5");
	else if (!parameter)
		ck_assert_msg(!have(vector, name), "%s: %s", field(vector, "id").data, name);
	else
		ck_assert_msg(octets_equal(parameter->value, field(vector, name)), "%s: %s",
			      field(vector, "id").data, name);
}

static void check_username(const json_t *vector, const struct authorization *authorization,
			   struct arena *arena)
{
	const struct authorization_parameter *plain =
		authorization_parameter(authorization, OCTETS("username"));
	const struct authorization_parameter *hashed =
		authorization_parameter(authorization, OCTETS("userhash"));
	bool is_hash = hashed && octets_equal(hashed->value, OCTETS("true"));
	struct digest_username username = {.sent = {.data = NULL}};
	const struct digest_offer offer = {.userhash = false};
	struct error error;

	if (plain)
		username.sent = plain->value;
	else
		ck_assert_int_eq(digest_username(authorization, &offer, arena, &username, &error),
				 DECODING_CREDENTIALS);
	ck_assert_msg(octets_equal(username.sent, field(vector, is_hash ? "userhash" : "username")),
		      "%s: username", field(vector, "id").data);
}

START_TEST(the_parser_gives_the_fields_of_every_vector)
{
	static const char *const names[] = {"realm", "nonce",  "uri",    "algorithm", "qop",
					    "nc",    "cnonce", "opaque", "response"};
	json_t *vectors = json_load_file(VECTORS, 0, NULL);
	const json_t *vector;
	size_t index;

	json_array_foreach(vectors, index, vector)
	{
		char memory[4096];
		struct arena arena = {.memory = memory, .size = sizeof(memory)};
		struct authorization authorization;
		struct error error;

		if (!have(vector, "authorization"))
			continue;
		ck_assert_int_eq(authorization_parse(field(vector, "authorization"), &arena,
						     &authorization, &error),
				 AUTHORIZATION_FORMED);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			check_parameter(vector, &authorization, names[i]);
		check_username(vector, &authorization, &arena);
	}
	json_decref(vectors);
}
END_TEST

Suite *digest_response_suite(void)
{
	Suite *suite = suite_create("digest_response");
	TCase *tests = tcase_create("digest_response");

	tcase_add_test(tests, every_published_vector_is_computed_and_wrong_prints_are_not);
	tcase_add_test(tests, a_session_of_the_first_cnonce_is_not_that_of_the_next);
	tcase_add_test(tests, the_parser_gives_the_fields_of_every_vector);
	suite_add_tcase(suite, tests);
	return suite;
}
