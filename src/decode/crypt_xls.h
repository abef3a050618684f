/*
 * The records of a protected .xls, made plain where they lie ([MS-XLS] 2.2.10).
 * The length of a record, its kind and a few records stay readable in the file;
 * from FILEPASS on all else is under a password, the sheets' records too.
 *
 * Known are XOR obfuscation, RC4 and RC4 of the CryptoAPI ([MS-OFFCRYPTO] 2.3.7,
 * 2.3.6, 2.3.5).
 */
#ifndef DECODE_CRYPT_XLS_H
#define DECODE_CRYPT_XLS_H

#include "diag/diag.h"

/*
 * `at` is where the record FILEPASS begins in the stream; biff8: its workbook is of
 * Excel 97 or later. SAY_NOTHING: all behind it can be read now. Else nothing was
 * changed: the sentence of input.encrypted to report.
 */
enum say crypt_xls_open(struct strs passwords, unsigned char *stream, size_t len, size_t at, bool biff8);

#endif
