import type { World } from '../world/fixture.js';

export interface Operation {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type AnswerPath = readonly (string | number)[];

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly { readonly path?: AnswerPath | undefined; readonly message?: string | undefined }[];
}

/** Something that answers operations over one fixture. */
export interface Subject {
  readonly name: string;
  answer(operation: Operation, world: World): Promise<Answer>;
  stop(): Promise<void>;
}
