import type { FieldNode } from 'graphql';
import type { ResponsePath } from '../ports/execution.js';
import { responseKeyOf } from './selection.js';

/** What a field of the client's is called in the plan and in fetched objects, and the other way round; see `toPlannable`. */
export class KeyNames {
  constructor(private readonly suffix: string) {}

  sourceKeyOf(node: FieldNode): string {
    const isRenamed = node.alias !== undefined || (node.arguments ?? []).length > 0;
    return isRenamed ? responseKeyOf(node) + this.suffix : node.name.value;
  }

  toClientKey(sourceKey: string): string {
    return sourceKey.endsWith(this.suffix) ? sourceKey.slice(0, -this.suffix.length) : sourceKey;
  }

  toClientPath(path: ResponsePath): (string | number)[] {
    return path.map((segment) => (typeof segment === 'string' ? this.toClientKey(segment) : segment));
  }
}
