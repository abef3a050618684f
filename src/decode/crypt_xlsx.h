/*
 * A package in an OLE2 file, encrypted ([MS-OFFCRYPTO] 2.3.4). What is in it is told
 * once it is open: an .xlsx, nearly always.
 */
#ifndef DECODE_CRYPT_XLSX_H
#define DECODE_CRYPT_XLSX_H

#include "base/buf.h"
#include "diag/diag.h"

/*
 * Decrypt with the context's passwords. *package then lies in *memory, which the
 * caller releases in any case; it is never larger than the file. SAY_NOTHING, a
 * sentence of input.encrypted, or SAY_WHY_DECRYPTED where the password is right.
 */
enum say crypt_xlsx_open(struct strs passwords, struct bytes file, struct buf *memory, struct bytes *package);

#endif
