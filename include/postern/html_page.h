/* What all pages have in common that the server writes itself: how they begin and look, and what
 * they may do. */
#ifndef POSTERN_HTML_PAGE_H
#define POSTERN_HTML_PAGE_H

/* The Content-Security-Policy of a page with one <style>, by the SHA-256 hash of that, in base64:
 * no other style is applied, no script runs, and nothing is fetched. */
#define HTML_PAGE_POLICY(hash)                                                                     \
	"default-src 'none'; style-src 'sha256-" hash                                              \
	"'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/* All that stands before the content. The icon keeps browsers from asking for one. */
#define HTML_PAGE_BEGIN(title, style)                                                              \
	"<!doctype html>\n"                                                                        \
	"<html lang=\"en\">\n"                                                                     \
	"<meta charset=\"utf-8\">\n"                                                               \
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"               \
	"<title>" title "</title>\n"                                                               \
	"<link rel=\"icon\" href=\"data:,\">\n"                                                    \
	"<style>" style "</style>\n"                                                               \
	"<main>\n"

#define HTML_PAGE_END "</main>\n"

/* For every page, as www/index.html has it: paper and ink, light and, where it is not printed,
 * dark. Within a format, too: there is no '%' in it. */
#define HTML_PAGE_STYLE                                                                            \
	":root{color-scheme:light dark;"                                                           \
	"--paper:#fbfaf7;--ink:#22262b;--faint:#5c636b;--accent:#8a3b12}"                          \
	"@media screen and (prefers-color-scheme:dark){:root{"                                     \
	"--paper:#16191d;--ink:#e4e2dc;--faint:#a0a6ad;--accent:#f0a36b}}"                         \
	"body{background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif}"   \
	"h1{margin:0;line-height:1.2;overflow-wrap:anywhere}"                                      \
	"a{color:var(--accent)}"

/* For a few words in the middle of the window; class "code" is for less than those. */
#define HTML_PAGE_CARD                                                                             \
	HTML_PAGE_STYLE                                                                            \
	"body{margin:0;min-height:100svh;display:grid;place-content:center}"                       \
	"main{max-width:30rem;padding:1.5rem;border-left:.25rem solid var(--accent);margin:1rem}"  \
	"h1{font-size:1.75rem}"                                                                    \
	"p{margin:.5rem 0 0}"                                                                      \
	".code{margin:0;color:var(--faint)}"

/* tests/unit/failure_test.c says what the hash has to be. */
#define HTML_PAGE_CARD_POLICY HTML_PAGE_POLICY("YrCCTmbmll2oZwgmfnSteGPCSO6mNWiDKEqB2ianc/8=")

#endif
