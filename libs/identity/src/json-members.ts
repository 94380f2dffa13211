/**
 * Whether an object anywhere in the text names a member twice. `JSON.parse` keeps the last one, other readers the
 * first, and two readers of one token must not see two persons.
 *
 * Shape: `text` is JSON that `JSON.parse` accepts; names are compared after their escapes are resolved.
 */
export function hasDuplicateMembers(text: string): boolean {
  const open: (Set<string> | undefined)[] = []; // a set of names per open object, undefined per open array
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
        open.push(new Set());
        expectsName = true;
        break;
      case '[':
        open.push(undefined);
        expectsName = false;
        break;
      case '}':
      case ']':
        open.pop();
        expectsName = false;
        break;
      case ',':
        expectsName = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        const names = expectsName ? open.at(-1) : undefined;
        if (names !== undefined) {
          const name: unknown = JSON.parse(text.slice(at, end + 1));
          if (names.has(String(name))) return true;
          names.add(String(name));
        }
        expectsName = false;
        at = end;
        break;
      }
      default: // white space, colons, numbers and words
        break;
    }
  }
  return false;
}

/** Index of the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
