import { overviewShape } from './overview-shape.js';
import type { Shape, ShapeId } from './shape.js';
import { wideShape } from './wide-shape.js';

/** Errors: `Error` when there is no recording for it. */
export function shapeOf(id: ShapeId, root: string): Shape {
  return id === 'overview' ? overviewShape(root) : wideShape();
}
