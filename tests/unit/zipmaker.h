/* A zip archive in memory, made of readable texts, for tests. */
#ifndef TESTS_ZIPMAKER_H
#define TESTS_ZIPMAKER_H

#include <zip.h>

#include "base/str.h"

struct zipmaker {
	zip_source_t *source;
	zip_t *zip;
};

static inline void zipmaker_begin(struct zipmaker *maker)
{
	maker->source = zip_source_buffer_create(NULL, 0, 0, NULL);
	maker->zip = maker->source ? zip_open_from_source(maker->source, ZIP_TRUNCATE, NULL) : NULL;
	if (!maker->zip)
		abort();
	zip_source_keep(maker->source);
}

/* The bytes must stay until zipmaker_end. Deflated, or stored where that is asked for. */
static inline void zipmaker_add(struct zipmaker *maker, const char *name, struct str text, bool stored)
{
	zip_source_t *part = zip_source_buffer(maker->zip, text.data, text.len, 0);
	zip_int64_t index = zip_file_add(maker->zip, name, part, ZIP_FL_ENC_UTF_8);

	if (index < 0 ||
	    zip_set_file_compression(maker->zip, (zip_uint64_t)index, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0))
		abort();
	zip_file_set_mtime(maker->zip, (zip_uint64_t)index, 1577836800, 0);
}

/* Stored, unless the archive will not have such a name, or has it already. */
static inline void zipmaker_try(struct zipmaker *maker, const char *name, struct str text)
{
	zip_source_t *part = zip_source_buffer(maker->zip, text.data, text.len, 0);
	zip_int64_t index = zip_file_add(maker->zip, name, part, ZIP_FL_ENC_GUESS);

	if (index < 0)
		zip_source_free(part);
	else
		zip_set_file_compression(maker->zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* Encrypt what was added last. */
static inline void zipmaker_encrypt(struct zipmaker *maker, const char *password)
{
	zip_uint64_t last = (zip_uint64_t)zip_get_num_entries(maker->zip, 0) - 1;

	if (zip_file_set_encryption(maker->zip, last, ZIP_EM_AES_128, password) != 0)
		abort();
}

/* The archive; free() its data. */
static inline struct bytes zipmaker_end(struct zipmaker *maker)
{
	zip_stat_t stat;
	unsigned char *data;

	if (zip_close(maker->zip) != 0 || zip_source_open(maker->source) != 0 ||
	    zip_source_stat(maker->source, &stat) != 0)
		abort();
	data = malloc((size_t)stat.size + 1);
	if (!data || zip_source_read(maker->source, data, stat.size) != (zip_int64_t)stat.size)
		abort();
	zip_source_close(maker->source);
	zip_source_free(maker->source);
	return (struct bytes){ data, (size_t)stat.size };
}

#endif
