import type { ExecutionError, ResponsePath } from '../ports/execution.js';

export type Failure = Omit<ExecutionError, 'path'>;

/** Where in the fetched objects something could not be fetched, and why. */
export class FailedPaths {
  private readonly root = new PathNode();
  private hasAny = false;

  get isEmpty(): boolean {
    return !this.hasAny;
  }

  add(path: ResponsePath, failure: Failure): void {
    this.hasAny = true;
    let node = this.root;
    node.failure ??= failure;
    for (const segment of path) {
      node = node.enter(segment);
      // Whatever is looked for above it has a part that failed.
      node.failure ??= failure;
    }
  }

  /** Why something at a path or below it could not be fetched; `undefined` when everything could. */
  find(path: ResponsePath): Failure | undefined {
    let node: PathNode | undefined = this.root;
    for (const segment of path) node = node?.below.get(segment);
    return node?.failure;
  }
}

class PathNode {
  readonly below = new Map<string | number, PathNode>();
  failure: Failure | undefined;

  enter(segment: string | number): PathNode {
    let node = this.below.get(segment);
    if (node === undefined) this.below.set(segment, (node = new PathNode()));
    return node;
  }
}
