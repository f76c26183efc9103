/* A directory to test with: BASE/root is to be served, BASE/outside is not. */
#ifndef TREE_FIXTURE_H
#define TREE_FIXTURE_H

#define TREE_LARGE 32769 /* bytes of large.bin: one more than small.bin has */

/* BASE, an absolute path. */
const char *tree_fixture_base(void);

/* An unchecked fixture: made once for all tests of a case, which only read it. */
void tree_fixture_setup(void);
void tree_fixture_teardown(void);

#endif
