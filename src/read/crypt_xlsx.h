/*
 * A package in an OLE2 file, encrypted ([MS-OFFCRYPTO] 2.3.4): opened with a
 * password, decrypted in memory, and read by the reader of what it is then.
 */
#ifndef READ_CRYPT_XLSX_H
#define READ_CRYPT_XLSX_H

#include "base/buf.h"
#include "read/reader.h"

/*
 * Decrypt. *package lies in *memory, which the caller releases in any case.
 * SAY_NOTHING, a sentence of input.encrypted, or SAY_WHY_DECRYPTED.
 */
enum say crypt_xlsx_open(const struct read_context *ctx, struct bytes file, struct buf *memory, struct bytes *package);

#endif
