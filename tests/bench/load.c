/* Sends requests over keep-alive connections, one at a time on each, and checks all answers.
 *
 * load [OPTIONS] PORT PATH CONNECTIONS REQUESTS [basic|digest USER PASSWORD]
 *
 *   --users N         N users in turn: USER0000001, USER0000002 and so on, with one password
 *   --algorithm NAME  of Digest: SHA-256 (unless said otherwise) or MD5
 *   --nonces each     a nonce for each connection, and not one for all of them, whose counts then
 *                     come out of order over the connections
 *   --unasked         Digest with a nonce that nobody gave, for a server that looks at no login
 *   --files N         PATH0.txt and so on, a random one of N for each request; not with Digest
 *   --awake           never sleeps: the server is not to pay for waking it
 *   --challenges      logs in nowhere: each answer is a 401, with a nonce that no other had
 *   --json            print requests per second, and percentiles of how long an answer took
 *
 * Without --challenges each answer is a 200; with Digest also a 401 that says stale=true: its nonce
 * is taken, and the request sent again. Anything else ends it with status 1. */
#include "generator/connection.h"
#include "generator/digest.h"
#include "generator/fail.h"
#include "generator/seen.h"
#include "generator/times.h"
#include "generator/users.h"

#include <getopt.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#define CONNECTIONS_MAX 10000
#define STALE_MAX       4     /* times for one request */
#define SILENCE_MAX     30000 /* milliseconds; machines are slow */
#define EVENTS_MAX      256

/* As long as those of our server. */
static const struct challenge load_unasked = {
	.realm = "Bench",
	.nonce = "0123456789abcdef0123456789abcdef",
};

enum scheme {
	SCHEME_NONE,
	SCHEME_BASIC,
	SCHEME_DIGEST,
};

/* A connection, and what of the request that is on its way. */
struct client {
	struct connection connection;
	struct challenge *challenge;
	struct challenge own; /* with --nonces each */
	unsigned int user;
	unsigned int stale; /* how often it was */
	uint64_t began;
	unsigned int renewed; /* the challenge that it answers */
};

struct load {
	uint16_t port;
	const char *path;
	unsigned int files; /* 0: the path as it stands */
	unsigned int connections;
	unsigned long requests;
	enum scheme scheme;
	struct users users;
	const char *algorithm;
	bool own_nonces;
	bool awake;
	bool challenges;
	bool json;

	struct digest digest;
	struct challenge shared;
	struct times times;
	struct seen seen;
	unsigned long sent;
	unsigned long received;
	unsigned long stale;
};

static size_t load_write_basic(const struct load *load, unsigned int user, char *line, size_t size)
{
	char name[USERS_NAME_MAX];
	char pair[2 * USERS_NAME_MAX];
	unsigned char encoded[sizeof(pair) / 3 * 4 + 5];
	int length;

	users_write_name(&load->users, user, name);
	length = snprintf(pair, sizeof(pair), "%s:%s", name, load->users.password);
	if ((size_t)length >= sizeof(pair))
		FAIL("too long a password");
	EVP_EncodeBlock(encoded, (unsigned char *)pair, length);
	return (size_t)snprintf(line, size, "Authorization: Basic %s\r\n", encoded);
}

static size_t load_write_head(const struct load *load, char *text, size_t size)
{
	static const char fields[] = "HTTP/1.1\r\nHost: localhost\r\nUser-Agent: load\r\n";
	int length = load->files ? snprintf(text, size, "GET %s%ld.txt %s", load->path,
					    random() % load->files, fields)
				 : snprintf(text, size, "GET %s %s", load->path, fields);

	if ((size_t)length >= size)
		FAIL("too long a path");
	return (size_t)length;
}

static void load_send(struct load *load, struct client *client, enum scheme scheme)
{
	char request[2048];
	size_t length = load_write_head(load, request, sizeof(request) / 2);

	client->renewed = client->challenge->renewed;
	if (scheme == SCHEME_BASIC)
		length += load_write_basic(load, client->user, request + length,
					   sizeof(request) - length - 2);
	if (scheme == SCHEME_DIGEST)
		length += digest_write(&load->digest, client->challenge, client->user,
				       request + length, sizeof(request) - length - 2);
	memcpy(request + length, "\r\n", 2);
	connection_send(&client->connection, request, length + 2);
}

/* The next request, if one is left. */
static void load_next(struct load *load, struct client *client)
{
	if (load->sent == load->requests)
		return;
	if (load->users.count)
		client->user = (unsigned int)(load->sent % load->users.count);
	load->sent++;
	client->stale = 0;
	client->began = times_now();
	load_send(load, client, load->scheme);
}

/* A first challenge, without anything being measured. */
static void load_ask(struct load *load, struct client *client)
{
	load_send(load, client, SCHEME_NONE);
	while (!connection_receive(&client->connection))
		;
	if (client->connection.status != 401 ||
	    !digest_read_challenge(&load->digest, client->connection.answer, client->challenge))
		FAIL("not challenged by '%s', got %.*s", load->algorithm,
		     (int)connection_head_length(&client->connection), client->connection.answer);
}

/* The nonce that others have got meanwhile is good, too. */
static bool load_take_stale(struct load *load, struct client *client)
{
	struct challenge fresh = *client->challenge;

	if (load->scheme != SCHEME_DIGEST || client->connection.status != 401 ||
	    !digest_read_challenge(&load->digest, client->connection.answer, &fresh) ||
	    !fresh.stale || client->stale == STALE_MAX)
		return false;
	if (client->renewed == client->challenge->renewed) {
		fresh.renewed++;
		*client->challenge = fresh;
	}
	client->stale++;
	load->stale++;
	load_send(load, client, SCHEME_DIGEST);
	return true;
}

static bool load_nonce_is_new(struct load *load, const struct connection *connection)
{
	const char *nonce = strstr(connection->answer, "nonce=\"");

	if (connection->status != 401 || !nonce)
		return false;
	nonce += strlen("nonce=\"");
	return seen_add(&load->seen, nonce, strcspn(nonce, "\""));
}

static void load_readable(struct load *load, struct client *client)
{
	struct connection *connection = &client->connection;

	if (!connection_receive(connection))
		return;
	if (load->challenges ? !load_nonce_is_new(load, connection) : connection->status != 200) {
		if (!load_take_stale(load, client))
			FAIL("got %.*s", (int)connection_head_length(connection),
			     connection->answer);
		return;
	}
	times_add(&load->times, times_now() - client->began);
	load->received++;
	load_next(load, client);
}

static void load_connect(struct load *load, struct client *client, int epoll)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

	client->challenge = load->own_nonces ? &client->own : &load->shared;
	connection_open(&client->connection, load->port);
	if (load->scheme == SCHEME_DIGEST && !client->challenge->nonce[0])
		load_ask(load, client);
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, client->connection.socket, &event))
		FAIL_WITH_ERRNO("cannot watch");
}

/* Returns how many are there. To be woken is the work of the one who sends, and the more often the
 * slower it is: an answer that comes while the load is awake costs its server less. */
static int load_wait(const struct load *load, int epoll, struct epoll_event *events)
{
	uint64_t began = times_now();
	int ready;

	do
		ready = epoll_wait(epoll, events, EVENTS_MAX, load->awake ? 0 : SILENCE_MAX);
	while (ready == 0 && load->awake && times_now() - began < SILENCE_MAX * UINT64_C(1000000));
	return ready;
}

static void load_measure(struct load *load, struct client *clients, int epoll)
{
	struct epoll_event events[EVENTS_MAX];
	uint64_t began = times_now();

	for (unsigned int i = 0; i < load->connections; i++)
		load_next(load, &clients[i]);
	while (load->received < load->requests) {
		int ready = load_wait(load, epoll, events);

		if (ready <= 0)
			FAIL("no answer in time");
		for (int i = 0; i < ready; i++)
			load_readable(load, events[i].data.ptr);
	}
	if (load->json)
		times_print(&load->times, times_now() - began, load->stale);
}

static void load_run(struct load *load)
{
	struct client *clients = calloc(load->connections, sizeof(*clients));
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (!clients || epoll < 0)
		FAIL("out of memory");
	for (unsigned int i = 0; i < load->connections; i++)
		load_connect(load, &clients[i], epoll);
	load_measure(load, clients, epoll);
	for (unsigned int i = 0; i < load->connections; i++)
		close(clients[i].connection.socket);
	close(epoll);
	free(clients);
}

/* As many as there are connections, and a few more. */
static void load_raise_descriptors(unsigned int connections)
{
	struct rlimit limit;
	rlim_t wanted = connections + 16;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted;
	if (limit.rlim_max < wanted)
		limit.rlim_max = wanted;
	if (setrlimit(RLIMIT_NOFILE, &limit))
		FAIL_WITH_ERRNO("cannot raise the limit of open files");
}

static bool load_read_options(struct load *load, int count, char **arguments)
{
	static const struct option options[] = {
		{"users", required_argument, NULL, 'u'},
		{"algorithm", required_argument, NULL, 'a'},
		{"nonces", required_argument, NULL, 'n'},
		{"unasked", no_argument, NULL, 'k'},
		{"files", required_argument, NULL, 'f'},
		{"awake", no_argument, NULL, 'w'},
		{"challenges", no_argument, NULL, 'c'},
		{"json", no_argument, NULL, 'j'},
		{NULL, 0, NULL, 0},
	};
	int option;

	while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
		if (option == 'u')
			load->users.count = (unsigned int)atoi(optarg);
		else if (option == 'a')
			load->algorithm = optarg;
		else if (option == 'n' && strcmp(optarg, "each") == 0)
			load->own_nonces = true;
		else if (option == 'k')
			load->shared = load_unasked;
		else if (option == 'f')
			load->files = (unsigned int)atoi(optarg);
		else if (option == 'w')
			load->awake = true;
		else if (option == 'c')
			load->challenges = true;
		else if (option == 'j')
			load->json = true;
		else
			return false;
	}
	return true;
}

static bool load_read_arguments(struct load *load, int count, char **arguments)
{
	if (count != 4 && count != 7)
		return false;
	load->port = (uint16_t)atoi(arguments[0]);
	load->path = arguments[1];
	load->connections = (unsigned int)atoi(arguments[2]);
	load->requests = strtoul(arguments[3], NULL, 10);
	if (load->connections == 0 || load->connections > CONNECTIONS_MAX || load->requests == 0)
		return false;
	if (count == 4)
		return true;
	load->users.name = arguments[5];
	load->users.password = arguments[6];
	load->scheme = strcmp(arguments[4], "digest") == 0 ? SCHEME_DIGEST : SCHEME_BASIC;
	if (load->scheme == SCHEME_DIGEST)
		return load->files == 0; /* it computes with one path */
	return strcmp(arguments[4], "basic") == 0;
}

int main(int count, char **arguments)
{
	struct load load = {.algorithm = "SHA-256"};

	if (!load_read_options(&load, count, arguments) ||
	    !load_read_arguments(&load, count - optind, arguments + optind))
		FAIL("usage: load [--users N] [--algorithm SHA-256|MD5] [--nonces each] "
		     "[--unasked] [--files N] [--awake] [--challenges] [--json] "
		     "PORT PATH CONNECTIONS REQUESTS [basic|digest USER PASSWORD]");
	load.shared.swapped = load.connections > 1;
	srandom((unsigned int)times_now());
	load_raise_descriptors(load.connections);
	digest_init(&load.digest, load.algorithm, load.path, &load.users);
	times_init(&load.times, load.requests);
	seen_init(&load.seen, load.challenges ? load.requests : 1);
	load_run(&load);
	seen_finish(&load.seen);
	times_finish(&load.times);
	digest_finish(&load.digest);
	return EXIT_SUCCESS;
}
