/** One entry of an `Accept` header. Names are in lower case, values of parameters as they were sent. */
export interface MediaRange {
  /** `*` for any. */
  readonly type: string;
  /** `*` for any. */
  readonly subtype: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** 0 to 1; 0 means: not this. */
  readonly quality: number;
  /** Place in the header, counted from 0. */
  readonly position: number;
}

const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const TYPE = new RegExp(`^(${TOKEN})/(${TOKEN})$`);
const QUALITY = /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/;

/** Reads an `Accept` header (RFC 9110 §12.5.1). Entries that are not well-formed are left out. */
export function parseAccept(header: string): MediaRange[] {
  return splitOutsideQuotes(header, ',').flatMap((entry, position) => parseRange(entry, position) ?? []);
}

function parseRange(entry: string, position: number): MediaRange | undefined {
  const [name = '', ...rest] = splitOutsideQuotes(entry, ';').map((piece) => piece.trim());
  const [, type, subtype] = TYPE.exec(name.toLowerCase()) ?? [];
  if (type === undefined || subtype === undefined || (type === '*' && subtype !== '*')) return undefined;
  const parameters = new Map(rest.map(parseParameter));
  const quality = parameters.get('q') ?? '1';
  if (!QUALITY.test(quality)) return undefined;
  parameters.delete('q');
  return { type, subtype, parameters, quality: Number(quality), position };
}

function parseParameter(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals === -1) return [text.toLowerCase(), ''];
  const value = text.slice(equals + 1).trim();
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [text.slice(0, equals).trim().toLowerCase(), isQuoted ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value];
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const pieces: string[] = [];
  let begin = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted && character === '\\') index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      pieces.push(text.slice(begin, index));
      begin = index + 1;
    }
  }
  return [...pieces, text.slice(begin)];
}
