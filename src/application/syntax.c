/* Refuses what libConfuse reads past without a word: each of these changes what is guarded. */
#include "application/syntax.h"

#include <string.h>

struct syntax {
	char *next;
	char *end;
	unsigned int line;
	unsigned int depth;  /* of braces */
	unsigned int opened; /* the line of the outermost brace that is open */
	struct error *error;
};

static bool syntax_fail(struct syntax *syntax, const char *reason)
{
	error_set(syntax->error, "%u: %s", syntax->line, reason);
	return false;
}

/* NUL behind the end, which is no byte of any valid text. */
static char syntax_peek(const struct syntax *syntax, size_t distance)
{
	return (size_t)(syntax->end - syntax->next) > distance ? syntax->next[distance] : '\0';
}

static void syntax_blank_line(struct syntax *syntax)
{
	while (syntax->next < syntax->end && *syntax->next != '\n')
		*syntax->next++ = ' ';
}

/* libConfuse takes a comment without an end for the end of the file. */
static bool syntax_blank_block(struct syntax *syntax)
{
	char *end = memmem(syntax->next + 2, (size_t)(syntax->end - syntax->next) - 2, "*/", 2);

	if (!end)
		return syntax_fail(syntax, "the comment does not end");
	for (end += 2; syntax->next < end; syntax->next++) {
		if (*syntax->next == '\n')
			syntax->line++;
		else
			*syntax->next = ' ';
	}
	return true;
}

/* In double quotes libConfuse would make "\:" a ":", and so other pieces of "memory:a:b\:c". */
static bool syntax_double_escape(struct syntax *syntax)
{
	char escaped = syntax_peek(syntax, 1);

	if (escaped == '\0' || !strchr("\"\\$", escaped))
		return syntax_fail(syntax, "a lone backslash in double quotes (use single quotes, "
					   "or write it twice)");
	syntax->next++;
	return true;
}

static bool syntax_single_escape(struct syntax *syntax)
{
	char escaped = syntax_peek(syntax, 1);

	if (escaped == '\'' || escaped == '\\')
		syntax->next++;
	return true;
}

static bool syntax_expands(const struct syntax *syntax)
{
	return syntax_peek(syntax, 0) == '$' && syntax_peek(syntax, 1) == '{';
}

/* libConfuse puts a variable's value there, or nothing: a password would not be what it says. */
static bool syntax_fail_expansion(struct syntax *syntax)
{
	return syntax_fail(syntax, "'${' would be taken from the environment (use single quotes, "
				   "or write '\\${')");
}

static bool syntax_string(struct syntax *syntax)
{
	char quote = *syntax->next;

	for (syntax->next++; syntax_peek(syntax, 0) != quote; syntax->next++) {
		bool right = true;

		if (syntax_peek(syntax, 0) == '\0' || *syntax->next == '\n')
			return syntax_fail(syntax, "the string does not end on its line");
		if (quote == '"' && syntax_expands(syntax))
			return syntax_fail_expansion(syntax);
		if (*syntax->next == '\\')
			right = quote == '"' ? syntax_double_escape(syntax)
					     : syntax_single_escape(syntax);
		if (!right)
			return false;
	}
	syntax->next++;
	return true;
}

/* libConfuse takes the end of the file for a '}'. */
static bool syntax_brace(struct syntax *syntax)
{
	if (*syntax->next == '{') {
		if (syntax->depth++ == 0)
			syntax->opened = syntax->line;
	} else if (syntax->depth-- == 0) {
		return syntax_fail(syntax, "'}' without '{'");
	}
	syntax->next++;
	return true;
}

static bool syntax_token(struct syntax *syntax)
{
	switch (*syntax->next) {
	case '#':
		syntax_blank_line(syntax);
		return true;
	case '"':
	case '\'':
		return syntax_string(syntax);
	case '{':
	case '}':
		return syntax_brace(syntax);
	case '\n':
		syntax->line++;
		break;
	case '/':
		if (syntax_peek(syntax, 1) == '*')
			return syntax_blank_block(syntax);
		if (syntax_peek(syntax, 1) == '/') {
			syntax_blank_line(syntax);
			return true;
		}
		break;
	}
	if (syntax_expands(syntax))
		return syntax_fail_expansion(syntax);
	syntax->next++;
	return true;
}

static bool syntax_check_bytes(struct syntax *syntax)
{
	for (; syntax->next < syntax->end; syntax->next++) {
		unsigned char byte = (unsigned char)*syntax->next;

		if (byte == '\n')
			syntax->line++;
		else if ((byte < ' ' && byte != '\t' && byte != '\r') || byte == 0x7f)
			return syntax_fail(syntax, "a control character");
	}
	return true;
}

bool syntax_check(char *text, size_t length, struct error *error)
{
	struct syntax syntax = {.next = text, .end = text + length, .line = 1, .error = error};

	if (!syntax_check_bytes(&syntax))
		return false;
	syntax.next = text;
	syntax.line = 1;
	while (syntax.next < syntax.end) {
		if (!syntax_token(&syntax))
			return false;
	}
	if (syntax.depth > 0) {
		syntax.line = syntax.opened;
		return syntax_fail(&syntax, "'{' without '}'");
	}
	return true;
}
