/* Finds the file that a request names, and sends it. */
#include "directory.h"

#include "answer.h"
#include "coding.h"
#include "kept_files.h"
#include "listing_page.h"
#include "postern/container.h"
#include "redirect.h"
#include "representation.h"
#include "selection.h"
#include "shared_types.h"
#include "tree.h"

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

/* What the fields of a request have to do with the choice of an answer. */
struct directory_wish {
	struct request_reader reader;
	struct accepted_codings accepted;
	bool conditional; /* all of the file may not be what is selected */
	size_t count;
	const struct coding *codings[CODING_COUNT]; /* the best first */
};

static void directory_read_wish(struct request_reader *reader, struct octets name,
				struct octets value)
{
	struct directory_wish *wish = container_of(reader, struct directory_wish, reader);

	if (octets_begin_ignoring_case(name, OCTETS("If-")) ||
	    octets_equal_ignoring_case(name, OCTETS("Range")))
		wish->conditional = true;
	wish->accepted.reader.read(&wish->accepted.reader, name, value);
}

static void directory_wish_init(struct directory_wish *wish, const struct request *request)
{
	wish->reader.read = directory_read_wish;
	wish->conditional = false;
	accepted_codings_init(&wish->accepted);
	request_read_headers(request, &wish->reader);
	wish->count = accepted_codings_list(&wish->accepted, wish->codings);
}

/* The codings that are looked for, and their order, as a number. */
static unsigned int directory_choice(const struct directory_wish *wish)
{
	unsigned int choice = 0;

	for (size_t i = 0; i < wish->count; i++)
		choice = choice * (CODING_COUNT + 1) + coding_number(wish->codings[i]) + 1;
	return choice;
}

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

static void directory_choose(int root, const struct directory_wish *wish,
			     struct directory_find *find)
{
	find->coding = NULL;
	find->passed_over = false;
	for (size_t i = 0; i < wish->count; i++)
		if (directory_open_coded(root, wish->codings[i], find))
			return;
}

static void directory_send(const struct directory *directory, const struct directory_wish *wish,
			   struct directory_find *find, const struct request *request,
			   struct response *response)
{
	const struct tree_file *given;
	struct file_version version;
	struct representation representation;
	struct selection selection;
	struct kept_source source;

	directory_choose(directory->root, wish, find);
	given = find->coding ? &find->neighbour : &find->file;
	representation = (struct representation){
		.descriptor = given->descriptor,
		.size = (uint64_t)given->status.st_size,
		.type = media_type_of(directory->options->types, find->file.name),
		.coding = find->coding ? find->coding->name : NULL,
	};
	version = file_version_of(&given->status);
	validator_init(&representation.validator, &version, find->now);
	selection_init(&selection, &representation, request);
	representation_send(&representation, &selection, request, response);
	/* What was passed over may become good without leaving a trace in what is watched. */
	if (!directory->kept || find->passed_over)
		return;
	source = (struct kept_source){
		.file = &find->file,
		.neighbour = find->coding ? &find->neighbour : NULL,
		.siblings = wish->count > 0,
		.representation = &representation,
		.status = selection.status,
		.now = find->now,
	};
	kept_files_add(directory->kept, request, directory_choice(wish), &source, response);
}

static void directory_look(const struct directory *directory, const struct directory_wish *wish,
			   const struct request *request, struct response *response)
{
	struct directory_find find;
	unsigned int answer;

	find.now = time(NULL);
	answer = tree_open(directory->root, request->rest, &find.file);
	if (answer == 200)
		directory_send(directory, wish, &find, request, response);
	else if (answer == 301)
		redirect_to_directory(request, response);
	else if (answer == 404 && directory->options->listing &&
		 tree_means_directory(request->rest))
		listing_page_respond(directory->root, request, response);
	else
		answer_plain(response, answer);
}

void directory_respond(const struct directory *directory, const struct request *request,
		       struct response *response)
{
	struct directory_wish wish;

	if (answer_unless_read(request, response))
		return;
	directory_wish_init(&wish, request);
	if (!directory->kept ||
	    !kept_files_answer(directory->kept, request, directory_choice(&wish), wish.conditional,
			       response))
		directory_look(directory, &wish, request, response);
}
