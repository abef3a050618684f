/*
 * A spreadsheet of OpenDocument behind a password (OpenDocument 1.3, part 2, 4.4):
 * its parts are encrypted each, and its manifest says how. They are not opened, but
 * told from damaged ones.
 */
#ifndef DECODE_CRYPT_ODS_H
#define DECODE_CRYPT_ODS_H

#include "base/str.h"

bool crypt_ods_is(struct bytes file);

#endif
