/* A table of what lines say of users, of which single ones may be of no use. */
#ifndef CHECKERS_LINE_TABLE_H
#define CHECKERS_LINE_TABLE_H

#include "hashed_names.h"
#include "postern/digest_algorithm.h"
#include "stand_in.h"
#include "watched_file.h"

/* Borrowed from the text. No two with the same name, realm and algorithm let anybody in. */
struct line {
	struct octets name;
	struct octets realm;             /* empty where there are none */
	enum digest_algorithm algorithm; /* of the secret; the same where there is but one kind */
	struct octets secret;
	size_t number;
	bool ambiguous; /* another line is about the same */
	bool usable;    /* it lets somebody in */
};

/* Takes one line apart. False: it is about nobody. Either way the doubt is set when it lets nobody
 * in, unless that is as it should be: then the line, which is usable before, is not. */
typedef bool line_read_function(struct octets text, struct line *line, struct error *doubt);

struct line_table {
	struct watched_content base;
	struct line *lines; /* sorted */
	size_t count;
	const struct line **usable; /* those of the lines, as they stand in the file */
	size_t usable_count;
	struct hashed_names hashed_names;
	size_t doubtful;          /* lines that let nobody in */
	struct error first_doubt; /* about the first one of them */
};

struct line_table *line_table_from(struct watched_content *content);

/* As in struct watched_format, for one that reads its lines so. Blank lines and lines that begin
 * with '#' do not count. */
struct watched_content *line_table_parse(struct octets text, line_read_function *read);
void line_table_destroy(struct watched_content *content);

/* The lines that let nobody in, and no users. */
void line_table_census_doubts(const struct watched_content *content, struct census *census);

/* Counts one line, about the user whom the census was told of last. */
typedef void line_census_function(struct census *census, const struct line *line);

void line_table_census(const struct watched_content *content, struct census *census,
		       line_census_function *count);

/* The line with the key's name, realm and algorithm; NULL: none. */
const struct line *line_table_find(const struct line_table *table, const struct line *key);

/* IHashedUsername: says who it is, if any line is of that name. */
void line_table_identify(struct line_table *table, struct credentials *credentials);

/* A usable line for a name that has none, so that the time that its secret takes does not tell who
 * is there. NULL: there is none. */
const struct line *line_table_stand_in(const struct line_table *table,
				       const struct stand_in *stand_in, struct octets name);

#endif
