#include "app/passwords.h"

#include "app/trouble.h"
#include "base/file.h"
#include "decode/crypt.h"

static bool refuse(enum lang lang, enum say say, const char *path, uint32_t number)
{
	trouble_say(lang, say, 2, (struct arg[]){ DIAG_TEXT(str_from(path)), DIAG_NUMBER(number) });
	return false;
}

/* Windows writes a mark before the text and ends lines with CR LF. */
static struct str without_mark(struct str text)
{
	struct str mark = STR("\xEF\xBB\xBF");

	return str_starts(text, mark) ? str_after(text, mark.len) : text;
}

static struct str without_cr(struct str line)
{
	return str_ends(line, STR("\r")) ? str_part(line, 0, line.len - 1) : line;
}

static bool take_lines(struct run *run, struct str text, const char *path, enum lang lang)
{
	struct str *password = ARENA_ARRAY(&run->arena, struct str, PASSWORDS_MOST);
	struct str rest = without_mark(text), line;

	run->passwords.item = password;
	for (uint32_t number = 1; str_split(&rest, '\n', &line); number++) {
		line = without_cr(line);
		if (line.len == 0)
			continue;
		if (!crypt_is_password(line))
			return refuse(lang, SAY_TROUBLE_PASSWORD_LINE, path, number);
		if (run->passwords.count == PASSWORDS_MOST)
			return refuse(lang, SAY_TROUBLE_PASSWORD_MANY, path, PASSWORDS_MOST);
		password[run->passwords.count++] = arena_copy(&run->arena, line);
	}
	return true;
}

bool passwords_load(struct run *run, const char *path, enum lang lang)
{
	struct file_content content;
	bool ok;

	if (!file_load_stream(path, PASSWORDS_FILE_MOST + 1, &content)) {
		trouble_errno(lang, SAY_TROUBLE_INPUT, path);
		return false;
	}
	if (content.bytes.len > PASSWORDS_FILE_MOST)
		ok = refuse(lang, SAY_TROUBLE_PASSWORD_MANY, path, PASSWORDS_MOST);
	else
		ok = take_lines(run, (struct str){ (const char *)content.bytes.data, content.bytes.len }, path, lang);
	file_unload(&content);
	return ok;
}
