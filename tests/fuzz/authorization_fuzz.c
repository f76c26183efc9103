/* Any octets as an Authorization field: what the parser takes comes out the same when it is written
 * anew. */
#include "http/authorization.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *append(char *at, const char *data, size_t length)
{
	memcpy(at, data, length);
	return at + length;
}

/* Every value as a quoted string with all of its octets escaped. */
static struct octets rewritten(const struct authorization *authorization, char *text)
{
	char *at = append(text, authorization->scheme.data, authorization->scheme.length);

	for (size_t i = 0; i < authorization->parameter_count; i++) {
		const struct authorization_parameter *parameter = &authorization->parameters[i];

		at = append(at, i == 0 ? " " : ", ", i == 0 ? 1 : 2);
		at = append(at, parameter->name.data, parameter->name.length);
		at = append(at, "=\"", 2);
		for (size_t j = 0; j < parameter->value.length; j++) {
			*at++ = '\\';
			*at++ = parameter->value.data[j];
		}
		*at++ = '"';
	}
	return (struct octets){.data = text, .length = (size_t)(at - text)};
}

static void must_be_equal(const struct authorization *first, const struct authorization *second)
{
	assert(octets_equal(first->scheme, second->scheme));
	assert(first->parameter_count == second->parameter_count);
	for (size_t i = 0; i < first->parameter_count; i++) {
		assert(octets_equal(first->parameters[i].name, second->parameters[i].name));
		assert(octets_equal(first->parameters[i].value, second->parameters[i].value));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char memory[2][2 * AUTHORIZATION_LENGTH_MAX];
	static char text[4 * AUTHORIZATION_LENGTH_MAX];
	struct arena arenas[2] = {{memory[0], sizeof(memory[0]), 0},
				  {memory[1], sizeof(memory[1]), 0}};
	struct authorization parsed;
	struct authorization again;
	struct error error;
	struct octets value;

	if (authorization_parse((struct octets){(const char *)data, size}, &arenas[0], &parsed,
				&error) != AUTHORIZATION_FORMED)
		return 0;
	if (parsed.token68.data) {
		assert(parsed.parameter_count == 0);
		return 0;
	}
	value = rewritten(&parsed, text);
	if (value.length > AUTHORIZATION_LENGTH_MAX)
		return 0;
	assert(authorization_parse(value, &arenas[1], &again, &error) == AUTHORIZATION_FORMED);
	must_be_equal(&parsed, &again);
	return 0;
}
