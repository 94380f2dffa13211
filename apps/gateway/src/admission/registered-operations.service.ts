import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ExposureError } from '@app/errors';
import type { AdmittedOperation } from './admitted-operation.js';
import type { JsonObject } from './request-body.reader.js';

const DOCUMENT_ID = /^(?:sha256:)?([0-9a-f]{64})$/;

export interface RegisteredOperation {
  readonly name: string;
  readonly document: string;
}

/** The files in contracts/operations. */
export function readRegisteredOperations(contractsDir: string): readonly RegisteredOperation[] {
  const folder = path.join(contractsDir, 'operations');
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  return files.map((file) => ({
    name: path.basename(file, '.graphql'),
    document: readFileSync(path.join(folder, file), 'utf8'),
  }));
}

/**
 * The operations that the page may send, named by the SHA-256 of their text. A look-up is all that happens per request;
 * nothing a client sends is parsed as GraphQL here.
 */
export class RegisteredOperations {
  private byId: ReadonlyMap<string, RegisteredOperation>;

  constructor(operations: readonly RegisteredOperation[]) {
    this.byId = byHash(operations);
  }

  /** From now on these and no others. */
  replace(operations: readonly RegisteredOperation[]): void {
    this.byId = byHash(operations);
  }

  /** Errors: `OPERATION_NOT_ALLOWED` for everything but the id of a registered document, with or without variables. */
  admit(body: JsonObject): AdmittedOperation {
    const { documentId, variables, ...others } = body;
    const id = typeof documentId === 'string' ? DOCUMENT_ID.exec(documentId)?.[1] : undefined;
    const operation = id === undefined ? undefined : this.byId.get(id);
    if (operation === undefined || !isVariables(variables) || Object.keys(others).length > 0)
      throw new ExposureError('OPERATION_NOT_ALLOWED');
    return { document: operation.document, label: operation.name, variables: variables ?? {} };
  }
}

function byHash(operations: readonly RegisteredOperation[]): ReadonlyMap<string, RegisteredOperation> {
  return new Map(
    operations.map((operation) => [createHash('sha256').update(operation.document).digest('hex'), operation]),
  );
}

function isVariables(value: unknown): value is JsonObject | null | undefined {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}
