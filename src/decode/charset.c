#include "decode/charset.h"

#include <errno.h>
#include <iconv.h>

#include "base/cleanup.h"

/* As far as readers look for a page's own word (html.c). */
enum { DECLARED = 32 * 1024 };
/* Longer is no label; the longest has half of it. */
enum { LABEL = 40 };

/* ISO 8859, Japan's and Russia's have Microsoft's numbers, too. 951 is Hong Kong's by custom. */
const struct charset charset_table[CHARSETS] = {
	[CHARSET_UTF8] = { 65001, STR_INIT("UTF-8"), NULL, { 0 }, STR_INIT("\xEF\xBB\xBF") },
	[CHARSET_UTF16LE] = { 1200, STR_INIT("UTF-16LE"), "UTF-16LE", { 2, false }, STR_INIT("\xFF\xFE") },
	[CHARSET_UTF16BE] = { 1201, STR_INIT("UTF-16BE"), NULL, { 2, true }, STR_INIT("\xFE\xFF") },
	[CHARSET_UTF32LE] = { 12000, STR_INIT("UTF-32LE"), NULL, { 4, false }, STR_INIT("\xFF\xFE\x00\x00") },
	[CHARSET_UTF32BE] = { 12001, STR_INIT("UTF-32BE"), NULL, { 4, true }, STR_INIT("\x00\x00\xFE\xFF") },
	[CHARSET_GB18030] = { 54936, STR_INIT("GB18030"), "GB18030", { 0 }, STR_INIT("\x84\x31\x95\x33") },
	[CHARSET_CP936] = { 936, STR_INIT("CP936"), "CP936", { 0 }, STR_INIT("") },
	[CHARSET_BIG5] = { 950, STR_INIT("BIG5"), "BIG5", { 0 }, STR_INIT("") },
	[CHARSET_HKSCS] = { 951, STR_INIT("BIG5-HKSCS"), "BIG5-HKSCS", { 0 }, STR_INIT("") },
	[CHARSET_CP1252] = { 1252, STR_INIT("CP1252"), "CP1252", { 0 }, STR_INIT("") },
#define ROW(number, name, converter)                                                                                   \
	{                                                                                                              \
		number, STR_INIT(name), converter, { 0 }, STR_INIT("")                                                 \
	}
	ROW(10000, "CP10000", "MACINTOSH"),
	ROW(10007, "CP10007", "MAC-CYRILLIC"),
	ROW(932, "CP932", "CP932"),
	ROW(949, "CP949", "CP949"),
	ROW(1361, "CP1361", "JOHAB"),
	ROW(874, "CP874", "CP874"),
	ROW(1250, "CP1250", "CP1250"),
	ROW(1251, "CP1251", "CP1251"),
	ROW(1253, "CP1253", "CP1253"),
	ROW(1254, "CP1254", "CP1254"),
	ROW(1255, "CP1255", "CP1255"),
	ROW(1256, "CP1256", "CP1256"),
	ROW(1257, "CP1257", "CP1257"),
	ROW(1258, "CP1258", "CP1258"),
	ROW(437, "CP437", "CP437"),
	ROW(737, "CP737", "CP737"),
	ROW(775, "CP775", "CP775"),
	ROW(850, "CP850", "CP850"),
	ROW(852, "CP852", "CP852"),
	ROW(855, "CP855", "CP855"),
	ROW(857, "CP857", "CP857"),
	ROW(860, "CP860", "CP860"),
	ROW(861, "CP861", "CP861"),
	ROW(862, "CP862", "CP862"),
	ROW(863, "CP863", "CP863"),
	ROW(864, "CP864", "CP864"),
	ROW(865, "CP865", "CP865"),
	ROW(866, "CP866", "CP866"),
	ROW(869, "CP869", "CP869"),
	ROW(28592, "ISO-8859-2", "ISO-8859-2"),
	ROW(28593, "ISO-8859-3", "ISO-8859-3"),
	ROW(28594, "ISO-8859-4", "ISO-8859-4"),
	ROW(28595, "ISO-8859-5", "ISO-8859-5"),
	ROW(28596, "ISO-8859-6", "ISO-8859-6"),
	ROW(28597, "ISO-8859-7", "ISO-8859-7"),
	ROW(28598, "ISO-8859-8", "ISO-8859-8"),
	ROW(28600, "ISO-8859-10", "ISO-8859-10"),
	ROW(28603, "ISO-8859-13", "ISO-8859-13"),
	ROW(28604, "ISO-8859-14", "ISO-8859-14"),
	ROW(28605, "ISO-8859-15", "ISO-8859-15"),
	ROW(28606, "ISO-8859-16", "ISO-8859-16"),
	ROW(20866, "KOI8-R", "KOI8-R"),
	ROW(21866, "KOI8-U", "KOI8-U"),
	ROW(51932, "EUC-JP", "EUC-JP")
#undef ROW
};

const struct charset *charset_by_number(uint32_t number)
{
	for (size_t i = 0; i < ARRAY_COUNT(charset_table); i++)
		if (charset_table[i].number == number)
			return &charset_table[i];
	return NULL;
}

/* --- by what a page declares ---------------------------------------------------------- */

/* encoding.spec.whatwg.org 4.2 and IANA's registry, where neither our name nor a number says it. */
static const struct {
	struct str label;
	uint32_t number;
} labels[] = { { STR_INIT("utf8"), 65001 },
	       { STR_INIT("unicode-1-1-utf-8"), 65001 },
	       { STR_INIT("unicode11utf8"), 65001 },
	       { STR_INIT("x-unicode20utf8"), 65001 },
	       { STR_INIT("unicode"), 1200 },
	       { STR_INIT("utf-16"), 1200 },
	       { STR_INIT("ucs-2"), 1200 },
	       { STR_INIT("iso-10646-ucs-2"), 1200 },
	       { STR_INIT("gb2312"), 936 },
	       { STR_INIT("gb_2312"), 936 },
	       { STR_INIT("gb_2312-80"), 936 },
	       { STR_INIT("csgb2312"), 936 },
	       { STR_INIT("iso-ir-58"), 936 },
	       { STR_INIT("csiso58gb231280"), 936 },
	       { STR_INIT("chinese"), 936 },
	       { STR_INIT("gbk"), 936 },
	       { STR_INIT("x-gbk"), 936 },
	       { STR_INIT("euc-cn"), 936 },
	       { STR_INIT("big5"), 950 },
	       { STR_INIT("big-5"), 950 },
	       { STR_INIT("cn-big5"), 950 },
	       { STR_INIT("csbig5"), 950 },
	       { STR_INIT("x-x-big5"), 950 },
	       { STR_INIT("big5hkscs"), 951 },
	       { STR_INIT("ascii"), 1252 },
	       { STR_INIT("us-ascii"), 1252 },
	       { STR_INIT("ansi_x3.4-1968"), 1252 },
	       { STR_INIT("iso-8859-1"), 1252 },
	       { STR_INIT("iso8859-1"), 1252 },
	       { STR_INIT("iso88591"), 1252 },
	       { STR_INIT("iso_8859-1"), 1252 },
	       { STR_INIT("iso_8859-1:1987"), 1252 },
	       { STR_INIT("iso-ir-100"), 1252 },
	       { STR_INIT("csisolatin1"), 1252 },
	       { STR_INIT("latin1"), 1252 },
	       { STR_INIT("l1"), 1252 },
	       { STR_INIT("cp819"), 1252 },
	       { STR_INIT("ibm819"), 1252 },
	       { STR_INIT("latin2"), 28592 },
	       { STR_INIT("l2"), 28592 },
	       { STR_INIT("csisolatin2"), 28592 },
	       { STR_INIT("iso-ir-101"), 28592 },
	       { STR_INIT("latin3"), 28593 },
	       { STR_INIT("l3"), 28593 },
	       { STR_INIT("csisolatin3"), 28593 },
	       { STR_INIT("iso-ir-109"), 28593 },
	       { STR_INIT("latin4"), 28594 },
	       { STR_INIT("l4"), 28594 },
	       { STR_INIT("csisolatin4"), 28594 },
	       { STR_INIT("iso-ir-110"), 28594 },
	       { STR_INIT("cyrillic"), 28595 },
	       { STR_INIT("csisolatincyrillic"), 28595 },
	       { STR_INIT("iso-ir-144"), 28595 },
	       { STR_INIT("arabic"), 28596 },
	       { STR_INIT("asmo-708"), 28596 },
	       { STR_INIT("ecma-114"), 28596 },
	       { STR_INIT("csisolatinarabic"), 28596 },
	       { STR_INIT("iso-ir-127"), 28596 },
	       { STR_INIT("greek"), 28597 },
	       { STR_INIT("greek8"), 28597 },
	       { STR_INIT("ecma-118"), 28597 },
	       { STR_INIT("elot_928"), 28597 },
	       { STR_INIT("sun_eu_greek"), 28597 },
	       { STR_INIT("csisolatingreek"), 28597 },
	       { STR_INIT("iso-ir-126"), 28597 },
	       { STR_INIT("hebrew"), 28598 },
	       { STR_INIT("visual"), 28598 },
	       { STR_INIT("logical"), 28598 },
	       { STR_INIT("iso-8859-8-i"), 28598 },
	       { STR_INIT("iso-8859-8-e"), 28598 },
	       { STR_INIT("csisolatinhebrew"), 28598 },
	       { STR_INIT("iso-ir-138"), 28598 },
	       { STR_INIT("iso-8859-9"), 1254 },
	       { STR_INIT("iso8859-9"), 1254 },
	       { STR_INIT("iso88599"), 1254 },
	       { STR_INIT("iso_8859-9"), 1254 },
	       { STR_INIT("latin5"), 1254 },
	       { STR_INIT("l5"), 1254 },
	       { STR_INIT("csisolatin5"), 1254 },
	       { STR_INIT("iso-ir-148"), 1254 },
	       { STR_INIT("latin6"), 28600 },
	       { STR_INIT("l6"), 28600 },
	       { STR_INIT("csisolatin6"), 28600 },
	       { STR_INIT("iso-ir-157"), 28600 },
	       { STR_INIT("iso-8859-11"), 874 },
	       { STR_INIT("iso8859-11"), 874 },
	       { STR_INIT("iso885911"), 874 },
	       { STR_INIT("tis-620"), 874 },
	       { STR_INIT("dos-874"), 874 },
	       { STR_INIT("latin9"), 28605 },
	       { STR_INIT("latin-9"), 28605 },
	       { STR_INIT("l9"), 28605 },
	       { STR_INIT("csisolatin9"), 28605 },
	       { STR_INIT("koi"), 20866 },
	       { STR_INIT("koi8"), 20866 },
	       { STR_INIT("koi8_r"), 20866 },
	       { STR_INIT("cskoi8r"), 20866 },
	       { STR_INIT("koi8-ru"), 21866 },
	       { STR_INIT("csibm866"), 866 },
	       { STR_INIT("mac"), 10000 },
	       { STR_INIT("macintosh"), 10000 },
	       { STR_INIT("csmacintosh"), 10000 },
	       { STR_INIT("x-mac-roman"), 10000 },
	       { STR_INIT("x-mac-cyrillic"), 10007 },
	       { STR_INIT("x-mac-ukrainian"), 10007 },
	       { STR_INIT("shift_jis"), 932 },
	       { STR_INIT("shift-jis"), 932 },
	       { STR_INIT("sjis"), 932 },
	       { STR_INIT("x-sjis"), 932 },
	       { STR_INIT("ms_kanji"), 932 },
	       { STR_INIT("csshiftjis"), 932 },
	       { STR_INIT("windows-31j"), 932 },
	       { STR_INIT("x-euc-jp"), 51932 },
	       { STR_INIT("cseucpkdfmtjapanese"), 51932 },
	       { STR_INIT("euc-kr"), 949 },
	       { STR_INIT("cseuckr"), 949 },
	       { STR_INIT("korean"), 949 },
	       { STR_INIT("ks_c_5601-1987"), 949 },
	       { STR_INIT("ks_c_5601-1989"), 949 },
	       { STR_INIT("ksc5601"), 949 },
	       { STR_INIT("ksc_5601"), 949 },
	       { STR_INIT("csksc56011987"), 949 },
	       { STR_INIT("iso-ir-149"), 949 },
	       { STR_INIT("uhc"), 949 },
	       { STR_INIT("johab"), 1361 } };

static const struct charset *by_name(struct str label)
{
	for (size_t i = 0; i < ARRAY_COUNT(labels); i++)
		if (str_eq_nocase(label, labels[i].label))
			return charset_by_number(labels[i].number);
	for (size_t i = 0; i < ARRAY_COUNT(charset_table); i++)
		if (str_eq_nocase(label, charset_table[i].name))
			return &charset_table[i];
	return NULL;
}

static const struct charset *by_digits(struct str digits)
{
	uint32_t number = 0;

	if (digits.len == 0 || digits.len > 5)
		return NULL;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return NULL;
		number = 10 * number + (uint32_t)(digits.data[i] - '0');
	}
	return charset_by_number(number);
}

/* "windows-1251", "cp1251", "x-cp1251", "ibm866", "cp-866", "ms936". */
static const struct charset *by_number_behind(struct str label)
{
	static const struct str words[] = { STR_INIT("windows-"), STR_INIT("x-cp"), STR_INIT("cp-"), STR_INIT("cp"),
					    STR_INIT("ibm-"),	  STR_INIT("ibm"),  STR_INIT("ms") };

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (str_eq_nocase(str_part(label, 0, words[i].len), words[i]))
			return by_digits(str_after(label, words[i].len));
	return NULL;
}

/* "iso8859-2", "iso_8859-2:1987", "iso88592" -> "ISO-8859-2" */
static const struct charset *by_iso_8859(struct str label)
{
	static const struct str words[] = { STR_INIT("iso-8859-"), STR_INIT("iso_8859-"), STR_INIT("iso8859-"),
					    STR_INIT("iso8859") };
	enum { FIRST = 28590 };

	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		struct str part = str_after(label, words[i].len);

		part = str_part(part, 0, str_find(part, STR(":"), 0));
		if (!str_eq_nocase(str_part(label, 0, words[i].len), words[i]))
			continue;
		if (part.len == 1 && part.data[0] >= '2')
			return charset_by_number((uint32_t)(FIRST + part.data[0] - '0'));
		if (part.len == 2 && part.data[0] == '1')
			return charset_by_number((uint32_t)(FIRST + 10 + part.data[1] - '0'));
	}
	return NULL;
}

const struct charset *charset_by_label(struct str label)
{
	const struct charset *charset;

	label = str_trim(label);
	charset = by_name(label);
	if (!charset)
		charset = by_number_behind(label);
	if (!charset)
		charset = by_iso_8859(label);
	if (charset == &charset_table[CHARSET_CP936])
		return &charset_table[CHARSET_GB18030];
	return charset && charset->wide.unit ? &charset_table[CHARSET_UTF8] : charset;
}

/* --- converters --------------------------------------------------------------------- */

static void *open_converter(const char *to, const char *from)
{
	iconv_t converter = iconv_open(to, from);

	if (converter != (iconv_t)-1)
		return converter;
	if (errno == ENOMEM)
		cleanup_no_memory();
	return NULL;
}

void *charset_decoder_named(const char *converter)
{
	return open_converter("UTF-8", converter);
}

void *charset_decoder(const struct charset *charset)
{
	return charset_decoder_named(charset->converter);
}

void *charset_encoder(const struct charset *charset)
{
	return open_converter(charset->converter, "UTF-8");
}

void charset_hold(struct charset_kit *kit, const struct charset *charset)
{
	size_t at = (size_t)(charset - charset_table);

	if (!charset->converter || kit->converter[at])
		return;
	kit->converter[at] = charset_decoder(charset);
	kit->count += kit->converter[at] != NULL;
}

void charset_hold_all(struct charset_kit *kit)
{
	for (size_t i = 0; i < ARRAY_COUNT(charset_table); i++)
		charset_hold(kit, &charset_table[i]);
}

static bool is_between(char c)
{
	return c == '=' || c == '"' || c == '\'' || c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str label_at(struct str text)
{
	size_t len = 0;

	text = str_part(text, 0, LABEL);
	while (text.len && is_between(text.data[0]))
		text = str_after(text, 1);
	while (len < text.len && !is_between(text.data[len]) && !memchr(";>?/<", text.data[len], 5))
		len++;
	return str_part(text, 0, len);
}

static const struct charset *declared_at(struct str text)
{
	static const struct str words[] = { STR_INIT("charset"), STR_INIT("encoding") };

	for (size_t i = 0; i < ARRAY_COUNT(words); i++)
		if (str_lower(text.data[0]) == words[i].data[0] &&
		    str_eq_nocase(str_part(text, 0, words[i].len), words[i]))
			return charset_by_label(label_at(str_after(text, words[i].len)));
	return NULL;
}

void charset_hold_declared(struct charset_kit *kit, struct bytes text)
{
	struct str rest = str_part((struct str){ (const char *)text.data, text.len }, 0, DECLARED);

	for (; rest.len > 0; rest = str_after(rest, 1)) {
		const struct charset *charset = declared_at(rest);

		if (charset)
			charset_hold(kit, charset);
	}
}

void charset_forget(struct charset_kit *kit)
{
	for (size_t i = 0; i < ARRAY_COUNT(kit->converter); i++)
		if (kit->converter[i])
			iconv_close(kit->converter[i]);
	*kit = (struct charset_kit){ 0 };
}
