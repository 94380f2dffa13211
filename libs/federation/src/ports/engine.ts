import type { GraphQLSchema } from 'graphql';
import type { Grants } from '../planning/planner.js';
import type { EngineContext } from './engine-context.js';
import type { Execution } from './execution.js';

export interface EngineOperation {
  readonly document: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Default: none. */
  readonly grants?: Grants;
  /** Whether the client can take deferred fragments later. Otherwise they are waited for. */
  readonly isIncremental?: boolean;
}

/** Executes operations over the supergraph that is in force. */
export interface Engine {
  /** What clients may ask now. */
  readonly schema: GraphQLSchema;
  /** SHA-256 of the supergraph in force, hex. */
  readonly supergraphId: string;
  /**
   * Plans and compiles, if that has not been done, and executes. Never rejects for what a client or a subgraph did: that
   * is in the errors of the execution.
   */
  execute(operation: EngineOperation, context: EngineContext): Promise<Execution>;
  stop(): Promise<void>;
}
