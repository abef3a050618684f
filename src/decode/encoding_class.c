#include "decode/encoding_class.h"

/* The classes of the rule: what a character of two bytes says for its encoding. */
static double class_gb(unsigned lead, unsigned trail)
{
	if (trail < 0xA1)
		return -0.6;
	if (lead >= 0xB0 && lead <= 0xD7)
		return 1;
	if (lead >= 0xD8 && lead <= 0xF7)
		return 0.2;
	if (lead == 0xA1 || lead == 0xA3)
		return 0.5;
	return lead >= 0xA4 && lead <= 0xA9 ? -1 : -0.6;
}

static double class_big5(unsigned lead, unsigned trail)
{
	unsigned code = lead << 8 | trail;

	if (code >= 0xA440 && code <= 0xC67E)
		return 1;
	if (code >= 0xA140 && code <= 0xA3FE)
		return 0.3;
	return code >= 0xC940 && code <= 0xF9D5 ? 0 : -2;
}

/*
 * Both encodings are known to be valid here, so that every lead byte has its
 * trail. A four-byte character is extension.
 */
static double mean_class(struct bytes text, double (*class_of)(unsigned, unsigned))
{
	double sum = 0;
	uint64_t count = 0;

	for (size_t i = 0; i + 1 < text.len; i++) {
		if (text.data[i] < 0x80)
			continue;
		sum += class_of(text.data[i], text.data[i + 1]);
		count++;
		i += text.data[i + 1] >= '0' && text.data[i + 1] <= '9' ? 3 : 1;
	}
	return count ? sum / (double)count : 0;
}

double encoding_class_gb(struct bytes text)
{
	return mean_class(text, class_gb);
}

double encoding_class_big5(struct bytes text)
{
	return mean_class(text, class_big5);
}
