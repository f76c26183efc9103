/* Reads the application file, and has libConfuse parse it. */
#include "application/file.h"

#include "application/syntax.h"
#include "postern/descriptor.h"
#include "postern/memory.h"
#include "postern/root.h"
#include "postern/secret.h"

#include <confuse.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* A key with a default is one that nobody may write: its default is parsed where its section
 * begins, and only so do we learn the line. */
#define FILE_KEY_BEGIN "begin"
#define FILE_KEPT      "portals" /* those that were read */
#define FILE_KEY(name) CFG_PTR_CB(name, NULL, CFGF_NODEFAULT, file_setting, file_setting_free)
#define FILE_KEY_LIST(name)                                                                        \
	CFG_PTR_LIST_CB(name, NULL, CFGF_NODEFAULT, file_setting, file_setting_free)

/* libConfuse calls it for each value. */
static int file_setting(cfg_t *cfg, cfg_opt_t *key, const char *value, void *result)
{
	struct setting *setting;

	/* The second value of one list is no second assignment. Of `def`, the boolean is unused. */
	if (key->nvalues == 1 && key->def.boolean) {
		cfg_error(cfg, key->def.parsed ? "unknown key '%s'" : "key '%s' is given twice",
			  key->name);
		return -1;
	}
	key->def.boolean = cfg_true;
	setting = memory_take(1, sizeof(*setting));
	setting_set(setting, value, (unsigned int)cfg->line);
	*(struct setting **)result = setting;
	return 0;
}

static void file_setting_free(void *value)
{
	setting_finish(value);
	free(value);
}

/* libConfuse calls it at the end of each portal, and would compare the title of the next one with
 * those of all that it has: it is left without. Whether one is given twice the description knows.
 */
static int file_keep_portal(cfg_t *root, cfg_opt_t *portals)
{
	cfg_opt_t *kept = cfg_getopt(root, FILE_KEPT);

	kept->values = memory_make_room(kept->values, kept->nvalues, sizeof(*kept->values));
	kept->values[kept->nvalues++] = portals->values[--portals->nvalues];
	return 0;
}

/* Nobody else makes one. */
static int file_refuse_kept(cfg_t *root, cfg_opt_t *kept)
{
	cfg_error(root, "unknown key '%s'", kept->name);
	return -1;
}

/* libConfuse calls it when something is wrong, and gives us no place to put the text; sections have
 * one for comments, which we do not have it keep. */
__attribute__((format(printf, 2, 0))) static void file_note_error(cfg_t *cfg, const char *format,
								  va_list arguments)
{
	char text[ERROR_TEXT_MAX];

	if (strcmp(format, "no such option '%s'") == 0)
		format = "unknown key '%s'";
	vsnprintf(text, sizeof(text), format, arguments);
	free(cfg->comment);
	cfg->comment = memory_copy_text(octets_from(text));
}

/* The portal that was being read knows, if it was one. */
static void file_take_error(cfg_t *root, const char *source, struct error *error)
{
	const cfg_t *failed = root;

	if (!failed->comment && cfg_size(root, "portal") > 0)
		failed = cfg_getsec(root, "portal");
	if (!failed->comment)
		failed = root;
	error_set(error, "%s:%d: %s", source, failed->line,
		  failed->comment ? failed->comment : "syntax error");
}

static const struct setting *file_value(cfg_t *cfg, const char *key, unsigned int index)
{
	return index < cfg_size(cfg, key) ? cfg_getnptr(cfg, key, index) : NULL;
}

static void file_copy(cfg_t *cfg, const char *key, struct setting *to)
{
	const struct setting *from = file_value(cfg, key, 0);

	if (from)
		setting_set(to, from->text, from->line);
}

static void file_copy_list(cfg_t *cfg, const char *key, struct settings *to)
{
	for (unsigned int i = 0; i < cfg_size(cfg, key); i++) {
		const struct setting *from = file_value(cfg, key, i);

		settings_add(to, from->text, from->line);
	}
}

static bool file_fail(const struct description *description, const struct setting *setting,
		      const char *key, struct error *error)
{
	error_prefix(error, "%s", key);
	description_locate(description, setting->line, error);
	return false;
}

static bool file_describe_mutual(cfg_t *cfg, const struct description *description,
				 struct portal_description *portal, struct error *error)
{
	const struct setting *mutual = file_value(cfg, "mutual", 0);

	if (!mutual || portal_description_set_mutual(portal, mutual->text, error))
		return true;
	error_prefix(error, "mutual");
	description_locate_portal(description, portal, mutual->line, error);
	return false;
}

/* An empty list could mean nobody, or everybody. Only a flag of libConfuse's tells it from none: a
 * list begins with it, and its first value takes it away. */
static bool file_describe_require(cfg_t *cfg, const struct description *description,
				  struct portal_description *portal, struct error *error)
{
	if (cfg_getopt(cfg, "require")->flags & CFGF_RESET) {
		error_set(error,
			  "require: expected 'user:NAME' or 'group:NAME', not an empty list");
		description_locate_portal(description, portal, portal->line, error);
		return false;
	}
	file_copy_list(cfg, "require", &portal->require);
	return true;
}

static bool file_describe_portal(cfg_t *cfg, struct description *description, struct error *error)
{
	unsigned int line = file_value(cfg, FILE_KEY_BEGIN, 0)->line;
	struct portal_description *portal =
		description_add_portal(description, cfg_title(cfg), line, error);

	if (!portal) {
		description_locate(description, line, error);
		return false;
	}
	file_copy(cfg, "name", &portal->name);
	file_copy_list(cfg, "factories", &portal->factories);
	file_copy_list(cfg, "checkers", &portal->checkers);
	file_copy(cfg, "realm", &portal->realm);
	return file_describe_require(cfg, description, portal, error) &&
	       file_describe_mutual(cfg, description, portal, error);
}

static bool file_set_access_log(struct description *description, const char *text,
				struct error *error)
{
	return access_choice_set(&description->access, text, description->directory, error);
}

/* The keys of one value that is not just kept as it is. */
static const struct {
	const char *key;
	bool (*set)(struct description *description, const char *text, struct error *error);
} file_values[] = {
	{"loops", description_set_loops},
	{"head_limit", description_set_head_limit},
	{"login_timeout", description_set_login_timeout},
	{"throttle", description_set_throttle},
	{"access_log", file_set_access_log},
};

static bool file_describe_values(cfg_t *cfg, struct description *description, struct error *error)
{
	for (size_t i = 0; i < sizeof(file_values) / sizeof(file_values[0]); i++) {
		const struct setting *value = file_value(cfg, file_values[i].key, 0);

		if (value && !file_values[i].set(description, value->text, error))
			return file_fail(description, value, file_values[i].key, error);
	}
	return true;
}

static bool file_describe_paths(cfg_t *cfg, const char *key, const struct description *description,
				struct settings *paths, struct error *error)
{
	for (unsigned int i = 0; i < cfg_size(cfg, key); i++) {
		const struct setting *path = file_value(cfg, key, i);

		if (!description_add_path(description, paths, path->text, path->line, error))
			return file_fail(description, path, key, error);
	}
	return true;
}

static bool file_describe_nonce_key(cfg_t *cfg, struct description *description,
				    struct error *error)
{
	const struct setting *key = file_value(cfg, "nonce_key", 0);

	return !key || description_set_nonce_key(description, key->text, key->line, error) ||
	       file_fail(description, key, "nonce_key", error);
}

static bool file_describe(cfg_t *root, struct description *description, struct error *error)
{
	file_copy_list(root, "listen", &description->listen);
	file_copy_list(root, "throttle_exempt", &description->throttle_exempt);
	file_copy_list(root, "trusted_proxies", &description->trusted_proxies);
	if (!file_describe_values(root, description, error) ||
	    !file_describe_nonce_key(root, description, error) ||
	    !file_describe_paths(root, "writable", description, &description->writable, error) ||
	    !file_describe_paths(root, "plugins", description, &description->plugins, error))
		return false;
	for (unsigned int i = 0; i < cfg_size(root, FILE_KEPT); i++) {
		if (!file_describe_portal(cfg_getnsec(root, FILE_KEPT, i), description, error))
			return false;
	}
	return description_complete(description, error);
}

static cfg_t *file_open_parser(void)
{
	char here[] = "here";
	cfg_opt_t portal_keys[] = {
		CFG_PTR_CB(FILE_KEY_BEGIN, here, CFGF_NONE, file_setting, file_setting_free),
		FILE_KEY("name"),
		FILE_KEY_LIST("factories"),
		FILE_KEY_LIST("checkers"),
		FILE_KEY_LIST("require"),
		FILE_KEY("realm"),
		FILE_KEY("mutual"),
		CFG_END(),
	};
	cfg_opt_t keys[] = {
		FILE_KEY_LIST("listen"),
		FILE_KEY("loops"),
		FILE_KEY("head_limit"),
		FILE_KEY("login_timeout"),
		FILE_KEY("throttle"),
		FILE_KEY_LIST("throttle_exempt"),
		FILE_KEY("access_log"),
		FILE_KEY_LIST("trusted_proxies"),
		FILE_KEY_LIST("writable"),
		FILE_KEY_LIST("plugins"),
		FILE_KEY("nonce_key"),
		CFG_SEC("portal", portal_keys, CFGF_MULTI | CFGF_TITLE),
		CFG_SEC(FILE_KEPT, portal_keys, CFGF_MULTI),
		CFG_END(),
	};
	cfg_t *root = cfg_init(keys, CFGF_NONE);

	if (!root)
		abort();
	cfg_set_error_function(root, file_note_error);
	cfg_set_validate_func(root, "portal", file_keep_portal);
	cfg_set_validate_func(root, FILE_KEPT, file_refuse_kept);
	return root;
}

static bool file_run_parser(cfg_t *root, char *text, size_t length, const char *source,
			    struct error *error)
{
	FILE *stream = fmemopen(text, length, "r");
	bool parsed;

	if (!stream)
		abort();
	parsed = cfg_parse_fp(root, stream) == CFG_SUCCESS;
	fclose(stream);
	if (!parsed)
		file_take_error(root, source, error);
	return parsed;
}

struct description *file_parse(char *text, size_t length, const char *source, const char *directory,
			       struct error *error)
{
	struct description *description;
	cfg_t *root;

	if (!syntax_check(text, length, error)) {
		error_set(error, "%s:%s", source, error->text);
		return NULL;
	}
	description = description_create(source, directory);
	root = file_open_parser();
	if (!file_run_parser(root, text, length, source, error) ||
	    !file_describe(root, description, error)) {
		description_destroy(description);
		description = NULL;
	}
	cfg_free(root);
	return description;
}

/* How many bytes there are, and one more than FILE_SIZE_MAX when there are too many; -1: errno. */
static ssize_t file_load(const char *path, char text[static FILE_SIZE_MAX + 1])
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t length;

	if (descriptor < 0)
		return -1;
	length = descriptor_read(descriptor, text, FILE_SIZE_MAX + 1);
	close(descriptor);
	return length;
}

/* The directory of the file `inside` as it is called outside of `root`; by malloc, or NULL with
 * errno set. */
static char *file_directory(char inside[static PATH_MAX], const char *root)
{
	char *resolved = realpath(dirname(inside), NULL);
	char *directory;

	if (!resolved || !root)
		return resolved;
	directory = memory_format("%s%s", root, resolved);
	free(resolved);
	return directory;
}

static int file_read_into(char *text, const char *path, const char *root,
			  struct description **description, struct error *error)
{
	char inside[PATH_MAX];
	ssize_t length;
	char *directory;

	if (strlen(path) >= sizeof(inside)) {
		error_set(error, "cannot read '%.64s...': %s", path, strerror(ENAMETOOLONG));
		return EX_NOINPUT;
	}
	strcpy(inside, path);
	if (!root_enter(root, inside, error))
		return EX_NOINPUT;
	length = file_load(inside, text);
	if (length < 0) {
		error_set(error, "cannot read '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	if (length > FILE_SIZE_MAX) {
		error_set(error, "cannot read '%s': longer than %d bytes", path, FILE_SIZE_MAX);
		return EX_CONFIG;
	}
	directory = file_directory(inside, root);
	if (!directory) {
		error_set(error, "cannot find the directory of '%s': %s", path, strerror(errno));
		return EX_NOINPUT;
	}
	*description = file_parse(text, (size_t)length, path, directory, error);
	free(directory);
	return *description ? EX_OK : EX_CONFIG;
}

int file_read(const char *path, const char *root, struct description **description,
	      struct error *error)
{
	char *text = memory_take(FILE_SIZE_MAX + 1, 1);
	int status = file_read_into(text, path, root, description, error);

	secret_wipe(text, FILE_SIZE_MAX + 1);
	free(text);
	return status;
}
