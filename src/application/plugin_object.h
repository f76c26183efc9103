/* Loads a shared object with plug-ins, if it may be trusted and fits. */
#ifndef APPLICATION_PLUGIN_OBJECT_H
#define APPLICATION_PLUGIN_OBJECT_H

#include "postern/error.h"
#include "postern/plugin_object.h"

/* NULL, with the error set, when others could exchange the file, it is none for this program, or
 * what it exports is no plug-in of our ABI. The path is absolute. What was loaded stays until the
 * process ends, because nobody knows which threads are in it. */
const struct postern_plugin *plugin_object_load(const char *path, struct error *error);

#endif
