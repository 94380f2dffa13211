import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ExposureError } from '@app/errors';
import { z } from 'zod';
import type { AdmittedOperation } from './admitted-operation.js';
import type { JsonObject } from './request-body.reader.js';

const variables = z.record(z.string(), z.unknown()).nullish();

const RegisteredRequest = z.strictObject({
  documentId: z.string().regex(/^(sha256:)?[0-9a-f]{64}$/),
  variables,
});

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
    const request = RegisteredRequest.safeParse(body);
    if (!request.success) throw new ExposureError('OPERATION_NOT_ALLOWED');
    const operation = this.byId.get(request.data.documentId.replace('sha256:', ''));
    if (operation === undefined) throw new ExposureError('OPERATION_NOT_ALLOWED');
    return { document: operation.document, label: operation.name, variables: request.data.variables ?? {} };
  }
}
