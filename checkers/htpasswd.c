/* Checks against a file that htpasswd makes, which may change at any time. */
#include "line_table.h"
#include "postern/account_line.h"
#include "postern/container.h"
#include "postern/password.h"
#include "watched_checker.h"

struct htpasswd {
	struct watched_checker base;
	struct stand_in stand_in;
};

static struct htpasswd *htpasswd_from(struct checker *checker)
{
	return container_of(watched_checker_from(checker), struct htpasswd, base);
}

static bool htpasswd_read_line(struct octets text, struct line *line, struct error *doubt)
{
	return account_line_read_password(text, &line->name, &line->secret, doubt);
}

static struct watched_content *htpasswd_parse(struct octets text, struct error *error)
{
	(void)error;
	return line_table_parse(text, htpasswd_read_line);
}

/* What is wrong with it stands among the doubts, with the number of the line. */
static void htpasswd_census_line(struct census *census, const struct line *line)
{
	census_password(census, line->secret);
}

static void htpasswd_census(const struct watched_content *content, struct census *census)
{
	line_table_census(content, census, htpasswd_census_line);
}

static const struct watched_format htpasswd_format = {
	.parse = htpasswd_parse,
	.census = htpasswd_census,
	.destroy = line_table_destroy,
};

static struct checker *htpasswd_create(struct arguments *arguments, struct error *error)
{
	struct checker *checker =
		watched_checker_create(sizeof(struct htpasswd), &htpasswd_format, arguments, error);

	if (checker)
		stand_in_init(&htpasswd_from(checker)->stand_in);
	return checker;
}

static const char *htpasswd_reason(const struct line *line, enum password_match match)
{
	const char *defect;

	if (!line)
		return "unknown user";
	if (line->ambiguous)
		return "user stands there twice";
	if (match == PASSWORD_WRONG)
		return "wrong password";
	defect = password_defect(line->secret);
	return defect ? defect : "hash cannot be computed";
}

/* Whoever cannot log in costs a slow hash as well, of the kind that the file has. */
static void htpasswd_pretend(const struct htpasswd *htpasswd, const struct line_table *table,
			     const struct credentials *credentials, const struct caller *caller)
{
	const struct line *line =
		line_table_stand_in(table, &htpasswd->stand_in, credentials->username);

	password_pretend(credentials_password(credentials),
			 line ? line->secret : (struct octets){.data = NULL}, caller->budget);
}

static enum verdict htpasswd_check(const struct htpasswd *htpasswd, const struct line_table *table,
				   struct credentials *credentials, const struct caller *caller,
				   struct avatar_id *avatar_id, struct error *error)
{
	const struct line key = {.name = credentials->username, .realm = OCTETS("")};
	const struct line *line = line_table_find(table, &key);
	enum password_match match = PASSWORD_UNUSABLE;

	credentials->known |= line != NULL;
	if (line && line->usable)
		match = password_verify(credentials_password(credentials), line->secret,
					caller->budget);
	else
		htpasswd_pretend(htpasswd, table, credentials, caller);
	if (match == PASSWORD_RIGHT) {
		avatar_id_set(avatar_id, line->name);
		return VERDICT_GRANTED;
	}
	error_set(error, "%s", htpasswd_reason(line, match));
	return VERDICT_REFUSED;
}

static enum verdict htpasswd_request_avatar_id(struct checker *checker,
					       struct credentials *credentials,
					       const struct caller *caller,
					       struct avatar_id *avatar_id, struct error *error)
{
	struct watched_content *content;

	if (!caller->may_block)
		return VERDICT_LATER;
	content = watched_checker_content(checker, caller, error);
	if (!content)
		return VERDICT_UNAVAILABLE;
	return htpasswd_check(htpasswd_from(checker), line_table_from(content), credentials, caller,
			      avatar_id, error);
}

static const char htpasswd_help[] =
	"Bcrypt ('htpasswd -B'), apr1 ('-m'), {SHA} ('-s'), and the crypt(5) schemes\n"
	"from md5-crypt to yescrypt; not traditional DES ('-d'), which keeps 8 bytes of a\n"
	"password, and not passwords in the clear ('-p'). A line that cannot be used\n"
	"refuses that user alone, and 'postern check' says which. A change counts from\n"
	"the next request. While the file is missing, cut or larger than 16 MiB, nobody\n"
	"is refused: clients are told to come back.";

const struct checker_type checker_htpasswd = {
	.base = {.name = "htpasswd",
		 .usage = "PATH",
		 .summary = "a file of hashed passwords that htpasswd makes, for Basic",
		 .help = htpasswd_help},
	.interfaces = IUSERNAME_PASSWORD,
	.remembered = true,
	.create = htpasswd_create,
	.start = watched_checker_start,
	.request_avatar_id = htpasswd_request_avatar_id,
	.generation = watched_checker_generation,
	.census = watched_checker_census,
	.destroy = watched_checker_destroy,
};
