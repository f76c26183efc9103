/* Checks against a file that htpasswd makes, which may change at any time. */
#include "line_table.h"
#include "postern/account_line.h"
#include "postern/password.h"

static bool htpasswd_read_line(struct octets text, struct line *line, struct error *doubt)
{
	if (!account_line_read_password(text, &line->name, &line->secret, doubt))
		return false;
	line->weak = password_is_weak(line->secret);
	return true;
}

static struct watched_content *htpasswd_parse(struct octets text, struct error *error)
{
	(void)error;
	return line_table_parse(text, htpasswd_read_line);
}

static const struct watched_format htpasswd_format = {
	.parse = htpasswd_parse,
	.doubt = line_table_doubt,
	.destroy = line_table_destroy,
};

static struct checker *htpasswd_create(struct arguments *arguments, struct error *error)
{
	return watched_file_create(sizeof(struct watched_file), &htpasswd_format, arguments, error);
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

static enum verdict htpasswd_check(const struct line_table *table,
				   const struct credentials *credentials,
				   struct avatar_id *avatar_id, struct error *error)
{
	const struct line key = {.name = credentials->username, .realm = OCTETS("")};
	const struct line *line = line_table_find(table, &key);
	/* Always: whoever cannot log in costs a slow hash as well. */
	enum password_match match =
		password_verify(credentials_password(credentials),
				line && !line->ambiguous ? line->secret : (struct octets){0});

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
	content = watched_file_content(checker, caller, error);
	if (!content)
		return VERDICT_UNAVAILABLE;
	return htpasswd_check(line_table_from(content), credentials, avatar_id, error);
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
	.start = watched_file_start,
	.request_avatar_id = htpasswd_request_avatar_id,
	.generation = watched_file_generation,
	.doubt = watched_file_doubt,
	.destroy = watched_file_destroy,
};
