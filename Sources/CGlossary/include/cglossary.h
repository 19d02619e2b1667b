#ifndef CGLOSSARY_H
#define CGLOSSARY_H

#include <stddef.h>

// The reader's glossaries, as bytes within the program (see ccast.h for why).

typedef struct {
  /// Two letters of the language, or "colours".
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cglossary_file;

/// How many files there are.
size_t cglossary_file_count(void);

/// A file; `index` from 0, below the count.
cglossary_file cglossary_file_at(size_t index);

#endif
