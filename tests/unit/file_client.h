/* Asks checkers that read a file, "users" in the scratch directory. */
#ifndef FILE_CLIENT_H
#define FILE_CLIENT_H

#include "cred/census.h"
#include "cred/checker.h"

/* `string` is "file:users" or the like; the file is what it is. */
struct checker *file_client_create(const char *string);

/* By name and password, in one slot and turn, where it may block. */
enum verdict file_client_ask(struct checker *checker, unsigned int slot, uint64_t turn,
			     const char *user, const char *password, struct error *error);

/* What is computed for a login that is refused, as hashes_taken() has it. */
const char *file_client_work(struct checker *checker, unsigned int slot, const char *user,
			     const char *password);

/* Whom the file holds, with that text in it. The caller destroys the census. */
struct census *file_client_census(const char *string, struct octets text);

/* In slot 0. */
uint64_t file_client_generation(struct checker *checker, uint64_t turn);

#endif
