#include "base/path.h"

struct str path_name(struct str path)
{
	size_t start = path.len;

	while (start > 0 && path.data[start - 1] != '/')
		start--;
	return str_after(path, start);
}

struct str path_ending(struct str path)
{
	struct str name = path_name(path);

	for (size_t at = name.len; at > 0; at--)
		if (name.data[at - 1] == '.')
			return str_after(name, at);
	return STR("");
}

struct str path_stem(struct str path)
{
	struct str name = path_name(path), ending = path_ending(name);

	if (ending.len == 0 || name.len == ending.len + 1)
		return name;
	return str_part(name, 0, name.len - ending.len - 1);
}
