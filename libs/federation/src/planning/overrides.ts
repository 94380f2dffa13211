import { InterfaceType, ObjectType, type Schema } from '@apollo/federation-internals';
import type { JoinReader } from '../supergraph/join-reader.js';

const PERCENT_LABEL = /^percent\(([0-9.]+)\)$/;

/**
 * What each label of `@override(label:)` means here: `percent(100)` is always, `percent(0)` and every other label never.
 * A share between them would give one citizen two answers in turn, and nobody sets a label per request.
 */
export function decidedOverrides(schema: Schema, join: JoinReader): Map<string, boolean> {
  const decided = new Map<string, boolean>();
  for (const type of schema.types()) {
    if (!(type instanceof ObjectType || type instanceof InterfaceType)) continue;
    for (const field of type.fields())
      for (const { overrideLabel } of join.onField(field))
        if (overrideLabel !== undefined)
          decided.set(overrideLabel, Number(PERCENT_LABEL.exec(overrideLabel)?.[1]) >= 100);
  }
  return decided;
}
