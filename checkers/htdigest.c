/* Checks Digest against a file that htdigest makes, which may change at any time. */
#include "line_table.h"
#include "nobody.h"
#include "postern/account_line.h"
#include "postern/container.h"
#include "postern/secret.h"
#include "watched_checker.h"

struct htdigest {
	struct watched_checker base;
	struct nobody nobody;
};

static struct htdigest *htdigest_from(struct checker *checker)
{
	return container_of(watched_checker_from(checker), struct htdigest, base);
}

static bool htdigest_read_line(struct octets text, struct line *line, struct error *doubt)
{
	struct digest_space space;

	if (!account_line_read_digest(text, &line->name, &space, &line->secret, doubt))
		return false;
	line->realm = space.realm;
	line->algorithm = space.algorithm;
	return true;
}

static struct watched_content *htdigest_parse(struct octets text, struct error *error)
{
	(void)error;
	return line_table_parse(text, htdigest_read_line);
}

static void htdigest_census_line(struct census *census, const struct line *line)
{
	census_ha1(census, line->realm, line->algorithm);
}

static void htdigest_census(const struct watched_content *content, struct census *census)
{
	line_table_census(content, census, htdigest_census_line);
}

static const struct watched_format htdigest_format = {
	.parse = htdigest_parse,
	.census = htdigest_census,
	.destroy = line_table_destroy,
};

static struct checker *htdigest_create(struct arguments *arguments, struct error *error)
{
	struct checker *checker =
		watched_checker_create(sizeof(struct htdigest), &htdigest_format, arguments, error);

	if (checker)
		nobody_init(&htdigest_from(checker)->nobody);
	return checker;
}

/* The line of who presents these credentials, by the name or by the hash of it. */
static const struct line *htdigest_find(struct line_table *table, struct credentials *credentials)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	struct line key = {.realm = space->realm, .algorithm = space->algorithm};

	if (credentials_interfaces(credentials) & IHASHED_USERNAME)
		line_table_identify(table, credentials);
	key.name = credentials->username;
	return line_table_find(table, &key);
}

static enum verdict htdigest_check(const struct nobody *nobody, struct line_table *table,
				   struct credentials *credentials, struct avatar_id *avatar_id,
				   struct error *error)
{
	const struct digest_space *space = credentials_digest_space(credentials);
	const struct line *line = htdigest_find(table, credentials);
	unsigned char ha1[DIGEST_SIZE_MAX];
	enum digest_algorithm algorithm;
	bool known = line && !line->ambiguous && account_line_decode(line->secret, ha1, &algorithm);
	bool right = credentials_check_hash(credentials, known ? ha1 : nobody->secret);

	secret_wipe(ha1, sizeof(ha1));
	credentials->known |= line != NULL;
	if (known && right) {
		avatar_id_set(avatar_id, line->name);
		return VERDICT_GRANTED;
	}
	if (!line)
		error_set(error, "no line for this user, realm '%.*s' and %s",
			  (int)space->realm.length, space->realm.data,
			  digest_algorithm_name(space->algorithm));
	else if (!known)
		error_set(error, "user stands there twice");
	else
		error_set(error, "%s", credentials_mistake(credentials));
	return VERDICT_REFUSED;
}

static enum verdict htdigest_request_avatar_id(struct checker *checker,
					       struct credentials *credentials,
					       const struct caller *caller,
					       struct avatar_id *avatar_id, struct error *error)
{
	struct watched_content *content = watched_checker_content(checker, caller, error);

	if (!content)
		return VERDICT_UNAVAILABLE;
	return htdigest_check(&htdigest_from(checker)->nobody, line_table_from(content),
			      credentials, avatar_id, error);
}

static const char htdigest_help[] =
	"Lines of user, protection space and HA1, which is MD5 when it has 32 digits and\n"
	"SHA-256 when it has 64. Of all spaces in the file only the portal's name counts.\n"
	"A line that cannot be used refuses that user alone, and 'postern check' says\n"
	"which. A change counts from the next request. While the file is missing, cut or\n"
	"larger than 16 MiB, nobody is refused: clients are told to come back.";

const struct checker_type checker_htdigest = {
	.base = {.name = "htdigest",
		 .usage = "PATH",
		 .summary = "a file of Digest hashes that htdigest makes, for Digest",
		 .help = htdigest_help},
	.interfaces = IUSERNAME_DIGEST_HASH | IHASHED_USERNAME,
	.create = htdigest_create,
	.start = watched_checker_start,
	.request_avatar_id = htdigest_request_avatar_id,
	.generation = watched_checker_generation,
	.census = watched_checker_census,
	.destroy = watched_checker_destroy,
};
