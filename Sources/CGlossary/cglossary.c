#include "cglossary.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char colours[] = {
#embed "../Language/Reading/Glossary/colours.txt"
};
static const unsigned char en[] = {
#embed "../Language/Reading/Glossary/en.txt"
};
static const unsigned char de[] = {
#embed "../Language/Reading/Glossary/de.txt"
};
static const unsigned char fr[] = {
#embed "../Language/Reading/Glossary/fr.txt"
};
static const unsigned char es[] = {
#embed "../Language/Reading/Glossary/es.txt"
};
static const unsigned char it[] = {
#embed "../Language/Reading/Glossary/it.txt"
};
static const unsigned char pt[] = {
#embed "../Language/Reading/Glossary/pt.txt"
};
static const unsigned char nl[] = {
#embed "../Language/Reading/Glossary/nl.txt"
};
static const unsigned char pl[] = {
#embed "../Language/Reading/Glossary/pl.txt"
};
static const unsigned char tr[] = {
#embed "../Language/Reading/Glossary/tr.txt"
};
static const unsigned char ja[] = {
#embed "../Language/Reading/Glossary/ja.txt"
};
static const unsigned char zh[] = {
#embed "../Language/Reading/Glossary/zh.txt"
};

// English first after the colours: its keys are those of all.
static const cglossary_file files[] = {
  {"colours", colours, sizeof colours},
  {"en", en, sizeof en},
  {"de", de, sizeof de},
  {"fr", fr, sizeof fr},
  {"es", es, sizeof es},
  {"it", it, sizeof it},
  {"pt", pt, sizeof pt},
  {"nl", nl, sizeof nl},
  {"pl", pl, sizeof pl},
  {"tr", tr, sizeof tr},
  {"ja", ja, sizeof ja},
  {"zh", zh, sizeof zh},
};

size_t cglossary_file_count(void) { return sizeof files / sizeof files[0]; }

cglossary_file cglossary_file_at(size_t index) { return files[index]; }
