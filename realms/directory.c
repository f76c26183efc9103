/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "kept_files.h"
#include "listing_page.h"
#include "redirect.h"
#include "representation.h"
#include "selection.h"
#include "shared_types.h"
#include "tree.h"
#include "wish.h"

#include <unistd.h>

bool directory_options_take(struct directory_options *options, struct arguments *arguments,
			    struct error *error)
{
	return arguments_choice(arguments, "listing", &options->listing, error);
}

void directory_options_start(struct directory_options *options, struct commons *commons)
{
	options->types = shared_types(commons);
}

/* What was compressed before the file was changed is of another version. */
static bool directory_is_older(const struct tree_file *file, const struct tree_file *than)
{
	struct timespec a = file->status.st_mtim;
	struct timespec b = than->status.st_mtim;

	return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

/* Where several people may write, nobody exchanges what is not theirs; root may. */
static bool directory_can_replace(const struct tree_file *neighbour, const struct tree_file *file)
{
	uid_t owner = neighbour->status.st_uid;

	return !directory_is_older(neighbour, file) && (owner == file->status.st_uid || owner == 0);
}

/* One answer while it is looked for. */
struct directory_answer {
	const struct directory *directory;
	const struct request *request;
	struct response *response;
	struct wish wish;
	struct kept_key key; /* where anything is kept */
};

/* One file, or the compressed one that the client likes best, in its place. */
struct directory_find {
	time_t now; /* before anything was opened */
	struct tree_file file;
	struct tree_file neighbour;
	const struct coding *coding; /* of the neighbour; NULL: there is none */
	bool passed_over;            /* a neighbour is there that cannot stand for the file */
};

/* Opens the neighbour in the place of the file. False, and nothing done, when there is none. */
static bool directory_open_coded(int root, const struct coding *coding, struct directory_find *find)
{
	if (!tree_open_neighbour(root, &find->file, coding->suffix, &find->neighbour))
		return false;
	if (!directory_can_replace(&find->neighbour, &find->file)) {
		close(find->neighbour.descriptor);
		find->passed_over = true;
		return false;
	}
	close(find->file.descriptor);
	find->coding = coding;
	return true;
}

static void directory_choose(int root, const struct wish *wish, struct directory_find *find)
{
	find->coding = NULL;
	find->passed_over = false;
	for (size_t i = 0; i < wish->count; i++)
		if (directory_open_coded(root, wish->codings[i], find))
			return;
}

/* What was passed over may become good without leaving a trace in what is watched. */
static void directory_keep(const struct directory_answer *answer, const struct directory_find *find,
			   const struct representation *representation, unsigned int status)
{
	const struct kept_source source = {
		.file = &find->file,
		.neighbour = find->coding ? &find->neighbour : NULL,
		.siblings = answer->wish.count > 0,
		.representation = representation,
		.status = status,
		.now = find->now,
	};

	if (answer->directory->kept && !find->passed_over)
		kept_files_add(answer->directory->kept, &answer->key, answer->request, &source,
			       answer->response);
}

static void directory_send(const struct directory_answer *answer, struct directory_find *find)
{
	const struct tree_file *given = find->coding ? &find->neighbour : &find->file;
	const struct file_version version = file_version_of(&given->status);
	struct representation representation = {
		.descriptor = given->descriptor,
		.size = (uint64_t)given->status.st_size,
		.type = media_type_of(answer->directory->options->types, find->file.name),
		.coding = find->coding ? find->coding->name : NULL,
		.negotiated = true,
	};
	struct selection selection;

	validator_init(&representation.validator, &version, find->now);
	selection_init(&selection, &representation, answer->request);
	representation_send(&representation, &selection, answer->request, answer->response);
	directory_keep(answer, find, &representation, selection.status);
}

static void directory_look(const struct directory_answer *answer)
{
	const struct directory *directory = answer->directory;
	struct octets rest = answer->request->rest;
	struct directory_find find;
	unsigned int status;

	find.now = time(NULL);
	status = tree_open(directory->root, rest, &find.file);
	if (status == 200) {
		directory_choose(directory->root, &answer->wish, &find);
		directory_send(answer, &find);
	} else if (status == 301) {
		redirect_to_directory(answer->request, answer->response);
	} else if (status == 404 && directory->options->listing && tree_means_directory(rest)) {
		listing_page_respond(directory->root, answer->request, answer->response);
	} else {
		answer_plain(answer->response, status);
	}
}

void directory_respond(const struct directory *directory, const struct request *request,
		       struct response *response)
{
	struct directory_answer answer;

	if (answer_unless_read(request, response))
		return;
	answer.directory = directory;
	answer.request = request;
	answer.response = response;
	wish_init(&answer.wish, request);
	if (directory->kept)
		answer.key = kept_files_key(directory->kept, request, wish_choice(&answer.wish));
	if (!directory->kept || !kept_files_answer(directory->kept, &answer.key, request,
						   answer.wish.conditional, response))
		directory_look(&answer);
}
