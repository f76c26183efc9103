/* Paths that mean the same in whatever directory one is. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

/* By malloc: `path`, which is relative to `directory` unless it is absolute. */
char *path_make_absolute(const char *directory, const char *path);

#endif
