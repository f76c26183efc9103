/* The strict wrapper around credential factories: nothing else calls through their table. */
#ifndef HTTP_CREDENTIAL_FACTORY_H
#define HTTP_CREDENTIAL_FACTORY_H

#include "postern/credential_factory.h"

extern const struct credential_factory_type credential_factory_basic;
extern const struct credential_factory_type credential_factory_digest;

/* All of them; ends with NULL. */
extern const struct plugin_type *const credential_factory_types[];

#define PROTECTION_SPACE_MAX 255 /* bytes of a realm: a challenge has room for it */

/* False, with the error set, unless it is 1 to PROTECTION_SPACE_MAX bytes of printable ASCII
 * without '"' and '\'. */
bool protection_space_valid(const char *realm, struct error *error);

/* `string` is "type:argument...". NULL with the error set. */
struct credential_factory *credential_factory_create(const char *string,
						     const struct protection_space *space,
						     struct error *error);

/* True when the scheme of an Authorization field is the factory's. */
bool credential_factory_speaks(const struct credential_factory *factory, struct octets scheme);

/* What the credentials provide that it makes, of all their kinds. */
unsigned int credential_factory_interfaces(const struct credential_factory *factory);

size_t credential_factory_challenge(const struct credential_factory *factory,
				    const struct challenge *challenge, char *text, size_t size);

/* NOT_MINE unless the scheme is the factory's. */
enum decoding credential_factory_decode(const struct credential_factory *factory,
					const struct request *request,
					const struct authorization *authorization,
					struct arena *arena, struct credentials **credentials,
					struct error *error);

/* True when an answer to one may be one to the other. */
bool credential_factory_same_answers(const struct credential_factory *one,
				     const struct credential_factory *other);

/* True when the credentials are of the kind that factories of this type make. */
bool credential_factory_made(const struct credential_factory *factory,
			     const struct credentials *credentials);

/* 0 unless the credentials are of the factory's kind, and it has something to say. */
size_t credential_factory_confirm(const struct credential_factory *factory,
				  const struct credentials *credentials, char *text, size_t size);

/* NULL is fine. */
void credential_factory_destroy(struct credential_factory *factory);

#endif
