/* Reads the files of a TLS endpoint, and finds out whether they can be used. */
#include "http/endpoint_pem.h"

#include "postern/descriptor.h"
#include "postern/memory.h"
#include "postern/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <unistd.h>

#define ENDPOINT_PEM_MAX  (256 * 1024)           /* bytes of a certificate chain or a key */
#define ENDPOINT_PEM_SIZE (ENDPOINT_PEM_MAX + 2) /* one to see that it is longer, and a NUL */

static bool endpoint_pem_fill(int descriptor, const char *path, char text[static ENDPOINT_PEM_SIZE],
			      struct error *error)
{
	ssize_t length = descriptor_read(descriptor, text, ENDPOINT_PEM_MAX + 1);

	if (length < 0)
		error_set_no_input(error, "cannot read '%s': %s", path, strerror(errno));
	else if (length > ENDPOINT_PEM_MAX)
		error_set(error, "cannot read '%s': it is longer than %d bytes", path,
			  ENDPOINT_PEM_MAX);
	else
		return true;
	return false;
}

char *endpoint_pem_read(const char *path, struct error *error)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	char *text;
	bool filled;

	if (descriptor < 0) {
		error_set_no_input(error, "cannot read '%s': %s", path, strerror(errno));
		return NULL;
	}
	text = memory_take(1, ENDPOINT_PEM_SIZE);
	filled = endpoint_pem_fill(descriptor, path, text, error);
	close(descriptor);
	if (filled)
		return text;
	secret_wipe(text, ENDPOINT_PEM_SIZE);
	free(text);
	return NULL;
}

bool endpoint_pem_check(const char *certificate, const char *private_key, struct error *error)
{
	BIO *certificate_text = BIO_new_mem_buf(certificate, -1);
	BIO *key_text = BIO_new_mem_buf(private_key, -1);
	X509 *x509 = PEM_read_bio_X509(certificate_text, NULL, NULL, NULL);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(key_text, NULL, NULL, (char *)"");
	bool fits = false;

	if (!x509)
		error_set(error, "cannot use certKey: it is no certificate in PEM");
	else if (!key)
		error_set(error, "cannot use privateKey: it is no key in PEM, or has a passphrase");
	else if (X509_check_private_key(x509, key) != 1)
		error_set(error, "cannot use certKey and privateKey: they do not belong together");
	else
		fits = true;
	ERR_clear_error();
	EVP_PKEY_free(key);
	X509_free(x509);
	BIO_free(key_text);
	BIO_free(certificate_text);
	return fits;
}
