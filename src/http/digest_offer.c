/* Reads what a Digest factory is to offer, writes it down for clients, and compares answers with
 * it. */
#include "http/digest_offer.h"

#include <assert.h>

#define DIGEST_OFFER_QOPS "auth,auth-int"

/* Cuts "-sess" off, in any case; false when the name does not end so. */
static bool digest_offer_cut_suffix(struct octets *name)
{
	const struct octets suffix = OCTETS("-sess");
	size_t plain;

	if (name->length < suffix.length)
		return false;
	plain = name->length - suffix.length;
	if (!octets_equal_ignoring_case((struct octets){name->data + plain, suffix.length}, suffix))
		return false;
	name->length = plain;
	return true;
}

static bool digest_offer_find_algorithm(struct octets name, struct digest_offer *offer)
{
	offer->session = false;
	if (digest_algorithm_find(name, &offer->algorithm))
		return true;
	offer->session = digest_offer_cut_suffix(&name);
	return offer->session && digest_algorithm_find(name, &offer->algorithm);
}

static bool digest_offer_take_algorithm(struct arguments *arguments, struct digest_offer *offer,
					struct error *error)
{
	struct octets name;

	if (!arguments_next(arguments, &name) || digest_offer_find_algorithm(name, offer))
		return true;
	error_set(error,
		  "cannot use algorithm '%s', only MD5, SHA-256 and SHA-512-256, and each with "
		  "'-sess' behind it",
		  name.data);
	return false;
}

/* Never auth-int alone: curl would be asked for ever, and others answer without any qop. */
static bool digest_offer_take_qops(struct arguments *arguments, struct digest_offer *offer,
				   struct error *error)
{
	struct octets qops;

	if (!arguments_option(arguments, "qop", &qops) || octets_equal(qops, OCTETS("auth")))
		return true;
	offer->integrity = octets_equal(qops, OCTETS(DIGEST_OFFER_QOPS));
	if (!offer->integrity)
		error_set(error, "cannot offer qop '%s', only 'auth' and '%s'", qops.data,
			  DIGEST_OFFER_QOPS);
	return offer->integrity;
}

static bool digest_offer_take_userhash(struct arguments *arguments, struct digest_offer *offer,
				       struct error *error)
{
	struct octets value;

	if (!arguments_option(arguments, "userhash", &value) ||
	    octets_equal(value, OCTETS("false")))
		return true;
	offer->userhash = octets_equal(value, OCTETS("true"));
	if (!offer->userhash)
		error_set(error, "cannot offer userhash '%s', only 'true' and 'false'", value.data);
	return offer->userhash;
}

bool digest_offer_take(struct arguments *arguments, struct digest_offer *offer, struct error *error)
{
	*offer = (struct digest_offer){.algorithm = DIGEST_ALGORITHM_SHA_256};
	return digest_offer_take_qops(arguments, offer, error) &&
	       digest_offer_take_userhash(arguments, offer, error) &&
	       digest_offer_take_algorithm(arguments, offer, error);
}

/* Each 401 has a challenge of its own: printf() would take as long as the rest of it. */
static size_t digest_offer_join(const char *const *pieces, size_t count, char *text, size_t size)
{
	char *end = text;

	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(pieces[i]);

		assert(length < size - (size_t)(end - text));
		end = mempcpy(end, pieces[i], length);
	}
	*end = '\0';
	return (size_t)(end - text);
}

/* The realm goes first: clients that mix up several challenges keep the first realm. Quotes, and
 * the order and the spelling of the qops, are as clients get them right. */
size_t digest_offer_challenge(const struct digest_offer *offer, const char *realm,
			      const struct challenge *challenge, char *text, size_t size)
{
	const char *const pieces[] = {
		"Digest realm=\"",
		realm,
		"\", qop=\"",
		offer->integrity ? DIGEST_OFFER_QOPS : "auth",
		"\", algorithm=",
		digest_algorithm_name(offer->algorithm),
		offer->session ? "-sess" : "",
		", nonce=\"",
		challenge->nonce,
		"\", charset=UTF-8, userhash=",
		offer->userhash ? "true" : "false",
		challenge->stale ? ", stale=true" : "",
	};

	return digest_offer_join(pieces, sizeof(pieces) / sizeof(pieces[0]), text, size);
}

bool digest_offer_has_qop(const struct digest_offer *offer, struct octets qop)
{
	return octets_equal(qop, OCTETS("auth")) ||
	       (offer->integrity && octets_equal(qop, OCTETS("auth-int")));
}

bool digest_offer_has_algorithm(const struct digest_offer *offer, struct octets name)
{
	struct digest_offer answered = {.algorithm = DIGEST_ALGORITHM_MD5};

	if (name.data && !digest_offer_find_algorithm(name, &answered))
		return false;
	return digest_offer_same_answers(&answered, offer);
}

bool digest_offer_same_answers(const struct digest_offer *one, const struct digest_offer *other)
{
	return one->algorithm == other->algorithm && one->session == other->session;
}
