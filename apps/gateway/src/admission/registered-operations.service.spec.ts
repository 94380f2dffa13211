import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExposureError } from '@app/errors';
import { RegisteredOperations, readRegisteredOperations } from './registered-operations.service.js';

const DOCUMENT = 'query Ærø { me { id } }\n';
const ID = createHash('sha256').update(DOCUMENT).digest('hex');

let folder: string;
let operations: RegisteredOperations;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'operations-'));
  mkdirSync(path.join(folder, 'operations'));
  writeFileSync(path.join(folder, 'operations/overview.graphql'), DOCUMENT);
  writeFileSync(path.join(folder, 'operations/manifest.json'), '{}');
  operations = new RegisteredOperations(readRegisteredOperations(folder));
});

afterAll(() => rmSync(folder, { recursive: true }));

const codeOf = (body: Record<string, unknown>): string => {
  try {
    operations.admit(body);
    return 'admitted';
  } catch (thrown) {
    return thrown instanceof ExposureError ? thrown.code : String(thrown);
  }
};

describe('registered operations', () => {
  it('are the documents of the folder, named by the hash of their bytes', () => {
    expect(readRegisteredOperations(folder)).toEqual([{ name: 'overview', document: DOCUMENT }]);
    const admitted = { document: DOCUMENT, label: 'overview', variables: {} };
    expect(operations.admit({ documentId: ID })).toEqual(admitted);
    expect(operations.admit({ documentId: `sha256:${ID}`, variables: null })).toEqual(admitted);
    expect(operations.admit({ documentId: ID, variables: { a: [1] } })).toEqual({ ...admitted, variables: { a: [1] } });
  });

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['another id', { documentId: ID.replace(/^./, (first) => (first === '0' ? '1' : '0')) }],
    ['an id in capitals', { documentId: ID.toUpperCase() }],
    ['an id with a line break', { documentId: `${ID}\n` }],
    ['an id with another prefix', { documentId: `sha1:${ID}` }],
    ['an id twice', { documentId: `${ID}${ID}` }],
    ['the name', { documentId: 'overview' }],
    ['a path', { documentId: '../operations/overview.graphql' }],
    ['no hex', { documentId: 'z'.repeat(64) }],
    ['10 MB', { documentId: 'a'.repeat(10_000_000) }],
    ['an array', { documentId: [ID] }],
    ['an object', { documentId: { id: ID } }],
    ['a number', { documentId: 1e63 }],
    ['a name of every object', { documentId: '__proto__' }],
    ['the very text', { query: DOCUMENT }],
    ['the text beside the id', { documentId: ID, query: DOCUMENT }],
    ['another text beside the id', { documentId: ID, query: '{ __typename }' }],
    ['an operation name beside the id', { documentId: ID, operationName: 'Ærø' }],
    ['a registration', { extensions: { persistedQuery: { version: 1, sha256Hash: ID } } }],
    [
      'a registration with the text',
      { query: DOCUMENT, extensions: { persistedQuery: { version: 1, sha256Hash: ID } } },
    ],
    ['extensions beside the id', { documentId: ID, extensions: {} }],
    ['variables that are no object', { documentId: ID, variables: [1] }],
    ['variables as text', { documentId: ID, variables: '{}' }],
  ])('do not admit %s', (_, body) => {
    expect(codeOf(body)).toBe('OPERATION_NOT_ALLOWED');
  });
});
