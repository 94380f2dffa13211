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
    switch (text.charCodeAt(at)) {
      case BRACE_OPEN:
        open.push(new Set());
        expectsName = true;
        break;
      case BRACKET_OPEN:
        open.push(undefined);
        expectsName = false;
        break;
      case BRACE_CLOSE:
      case BRACKET_CLOSE:
        open.pop();
        expectsName = false;
        break;
      case COMMA:
        expectsName = open.at(-1) !== undefined;
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        const names = expectsName ? open.at(-1) : undefined;
        if (names !== undefined) {
          const name = nameOf(text.slice(at + 1, end));
          if (names.has(name)) return true;
          names.add(name);
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
  for (let code = text.charCodeAt(at); code !== QUOTE && at < text.length; code = text.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1;
  return at;
}

function nameOf(written: string): string {
  return written.includes('\\') ? String(JSON.parse(`"${written}"`)) : written;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
