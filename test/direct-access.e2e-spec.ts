import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ExchangeTokenSigner, readSigningKey } from '@app/identity';
import { findTestPerson, type RunningStack, type StackAuthority } from '@app/testing';
import { stopWithoutLeaks } from './support/leak-scan.js';
import { Visitor, startPatientStack } from './support/stack.js';

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Citizen { id recordOwner } } }';

let stack: RunningStack;
let signer: ExchangeTokenSigner;

beforeAll(async () => {
  stack = await startPatientStack();
  const key = await readSigningKey(path.join(stack.folder, 'signing.jwk'), 'TEST_SIGNING_KEY');
  signer = new ExchangeTokenSigner({ issuer: stack.urls.gateway, key, cacheCapacity: 0 });
});

afterAll(async () => {
  await stopWithoutLeaks(stack);
});

async function callSubgraph(authority: StackAuthority, token: string | undefined, id: string) {
  const response = await fetch(`${stack.urls[authority]}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: ENTITIES, variables: { r: [{ __typename: 'Citizen', id }] } }),
  });
  return { status: response.status, text: await response.text() };
}

function tokenFor(authority: string, citizenId = 'reference'): Promise<string> {
  const person = findTestPerson('parent');
  if (person === undefined) throw new Error('parent is gone');
  return signer.sign({
    authority,
    citizenId,
    cprNumber: person.cprNumber,
    acr: 'https://data.gov.dk/concept/core/nsis/Substantial',
    sessionReference: 'session',
    clientId: 'test',
    transactionId: randomUUID(),
  });
}

describe.each(['cpr', 'udbetaling-danmark', 'skat'] as const)('the subgraph of %s', (authority) => {
  it('answers the gateway’s token for it, about the citizen of the token', async () => {
    const { status, text } = await callSubgraph(authority, await tokenFor(authority), 'reference');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ data: { _entities: [{ id: 'reference' }] } });
  });

  it('refuses a call without a token, with the citizen’s own token, and with a token for another authority', async () => {
    const other = authority === 'cpr' ? 'skat' : 'cpr';
    const citizen = await Visitor.person(stack, 'parent');
    for (const token of [undefined, citizen.accessToken, await tokenFor(other)]) {
      const { status, text } = await callSubgraph(authority, token, 'reference');
      expect(status).toBe(401);
      expect(text).toContain('DIRECT_CALL_REFUSED');
      expect(text).not.toContain('_entities');
    }
  });

  it('refuses a question about anybody but the citizen of the token', async () => {
    const { text } = await callSubgraph(authority, await tokenFor(authority), 'somebody-else');
    expect(text).toContain('SUBJECT_NOT_ASKED');
    expect(JSON.parse(text)).not.toMatchObject({ data: { _entities: [expect.anything()] } });
  });

  it('refuses a token that somebody else has signed with a key of their own', async () => {
    const [header, claims] = (await tokenFor(authority)).split('.');
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const signed = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      privateKey,
      Buffer.from(`${header}.${claims}`),
    );
    const forged = `${header}.${claims}.${Buffer.from(signed).toString('base64url')}`;
    expect((await callSubgraph(authority, forged, 'reference')).status).toBe(401);
  });
});

it('the key that signs tokens is not what the gateway publishes', async () => {
  const published = await (await fetch(`${stack.urls.gateway}/.well-known/jwks.json`)).text();
  const { d } = JSON.parse(readFileSync(path.join(stack.folder, 'signing.jwk'), 'utf8')) as { d: string };
  expect(published).not.toContain(d);
});
