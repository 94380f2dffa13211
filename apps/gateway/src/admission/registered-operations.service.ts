import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ExposureError } from '@app/errors';
import type { AdmittedOperation } from './admitted-operation.js';
import type { JsonObject } from './request-body.reader.js';

const DOCUMENT_ID = /^(?:sha256:)?([0-9a-f]{64})$/;

interface RegisteredOperation {
  readonly name: string;
  readonly document: string;
}

/**
 * The operations that the page may send: the files in contracts/operations, named by the SHA-256 of their text.
 * A look-up is all that happens per request; nothing a client sends is parsed as GraphQL here.
 */
export class RegisteredOperations {
  private readonly byId: ReadonlyMap<string, RegisteredOperation>;

  constructor(contractsDir: string) {
    const folder = path.join(contractsDir, 'operations');
    const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
    this.byId = new Map(
      files.map((file) => {
        const document = readFileSync(path.join(folder, file), 'utf8');
        return [
          createHash('sha256').update(document).digest('hex'),
          { name: path.basename(file, '.graphql'), document },
        ];
      }),
    );
  }

  all(): readonly RegisteredOperation[] {
    return [...this.byId.values()];
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

function isVariables(value: unknown): value is JsonObject | null | undefined {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}
