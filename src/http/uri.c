/* Reads the scheme and the authority of a URI. */
#include "http/uri.h"

bool uri_cut_server(struct octets *text, struct uri_server *server)
{
	const struct octets plain = OCTETS("http://");
	const struct octets secure = OCTETS("https://");

	*server = (struct uri_server){.secure = octets_begin_ignoring_case(*text, secure)};
	if (!server->secure && !octets_begin_ignoring_case(*text, plain))
		return false;
	*text = octets_skip(*text, server->secure ? secure.length : plain.length);
	server->authority.data = text->data;
	while (server->authority.length < text->length &&
	       !memchr("/?#", text->data[server->authority.length], 3))
		server->authority.length++;
	*text = octets_skip(*text, server->authority.length);
	return true;
}
