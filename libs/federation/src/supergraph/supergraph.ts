import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { createHash } from 'node:crypto';

/** A composed supergraph: its text, an id of that text, and the schema with every type that an authority may answer with. */
export interface Supergraph {
  readonly sdl: string;
  /** SHA-256 of the text, hex. Names the schema in logs and records. */
  readonly id: string;
  /** Types and fields of all authorities, the inaccessible ones included. */
  readonly schema: GraphQLSchema;
}

export function readSupergraph(file: string): Supergraph {
  return parseSupergraph(readFileSync(file, 'utf8'));
}

export function parseSupergraph(sdl: string): Supergraph {
  return {
    sdl,
    id: createHash('sha256').update(sdl).digest('hex'),
    schema: buildSchema(sdl, { assumeValidSDL: true }),
  };
}
