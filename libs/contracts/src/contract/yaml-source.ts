import { isMap, isNode, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Finding } from '../finding.js';

/** A YAML file that still knows on which line each value stands. */
export class YamlSource {
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, strict: true, version: '1.2' });
  }

  /** Faults of the YAML itself: syntax, keys that come twice, tags that nothing here understands. */
  get faults(): Finding[] {
    return [...this.document.errors, ...this.document.warnings].map(({ message, pos }) => ({
      file: this.file,
      line: this.lines.linePos(pos[0]).line,
      rule: 'contract/yaml',
      reason: message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '.'),
      fix: 'Write plain YAML 1.2 without tags, every key once.',
      severity: 'error',
    }));
  }

  /** The values. Aliases are refused: they make a small file large and a declaration hard to read. */
  values(): unknown {
    return this.document.toJS({ maxAliasCount: 0 });
  }

  /** Line of the value at a path, or of the nearest one around it when there is none. */
  lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true);
      const key = this.keyAt(path.slice(0, length));
      const start = (key ?? (isNode(node) ? node : undefined))?.range?.[0];
      if (start !== undefined) return this.lines.linePos(start).line;
    }
    return 1;
  }

  /** In a map, the line of the key is the line that a reader looks for. */
  private keyAt(path: readonly PropertyKey[]): Node | undefined {
    const parent = path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
    if (!isMap<Node>(parent)) return undefined;
    return parent.items.find(({ key }) => String(key) === String(path.at(-1)))?.key;
  }
}
