/* Notes outages, and writes the lines about them. */
#include "cred/outage.h"

#include "base/clock.h"
#include "base/event_line.h"

#include <string.h>

#define OUTAGE_INTERVAL 60000 /* milliseconds between two lines of the same reason */
#define OUTAGE_CALM     1000  /* the same of different ones; and without a failure, to be over */

void outage_init(struct outage *outage)
{
	*outage = (struct outage){.lasts = false};
	pthread_mutex_init(&outage->mutex, NULL);
}

static void outage_say(struct outage *outage, enum log_level level, const char *event, uint64_t now)
{
	struct event_line line = {.length = 0};

	event_line_add(&line, "event=%s seconds=%u logins=%u", event,
		       (unsigned int)((now - outage->began) / 1000), outage->logins);
	event_line_quote(&line, "reason", octets_from(outage->reason.text));
	log_line(level, "login", "%s", line.text);
	outage->said = now;
}

static void outage_begin(struct outage *outage, uint64_t now)
{
	outage->began = now;
	outage->logins = 0;
	outage->reason.text[0] = '\0';
	atomic_store(&outage->lasts, true);
}

static bool outage_add(struct outage *outage, const struct error *reason, uint64_t now)
{
	bool begins = !atomic_load(&outage->lasts);
	bool same;

	if (begins)
		outage_begin(outage, now);
	outage->failed = now;
	outage->logins++;
	same = strcmp(outage->reason.text, reason->text) == 0;
	if (!begins && now - outage->said < (same ? OUTAGE_INTERVAL : OUTAGE_CALM))
		return false;
	outage->reason = *reason;
	outage_say(outage, LOG_LEVEL_ERROR, begins ? "outage-began" : "outage-lasts", now);
	return true;
}

bool outage_note(struct outage *outage, const struct error *reason)
{
	bool said;

	pthread_mutex_lock(&outage->mutex);
	said = outage_add(outage, reason, clock_monotonic_ms());
	pthread_mutex_unlock(&outage->mutex);
	return said;
}

static void outage_end_if_calm(struct outage *outage, uint64_t now)
{
	if (!atomic_load(&outage->lasts) || now - outage->failed < OUTAGE_CALM)
		return;
	atomic_store(&outage->lasts, false);
	outage_say(outage, LOG_LEVEL_WARNING, "outage-over", now);
}

void outage_end(struct outage *outage)
{
	if (!atomic_load_explicit(&outage->lasts, memory_order_relaxed))
		return;
	pthread_mutex_lock(&outage->mutex);
	outage_end_if_calm(outage, clock_monotonic_ms());
	pthread_mutex_unlock(&outage->mutex);
}

void outage_finish(struct outage *outage)
{
	pthread_mutex_destroy(&outage->mutex);
}
