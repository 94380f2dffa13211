import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ERROR_CATALOGUE, ExposureError, type ErrorCode } from '@app/errors';
import { sendError, toClientError } from './error.reply.js';

const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const SECRET = 'Åse 670101-1234 at db.internal';

describe('an error of an execution', () => {
  it.each(['AUTHORITY_TIMEOUT', 'AUTHORITY_SUBJECT_MISMATCH', 'AUTHORITY_CLOSED', 'INTERNAL'] as const)(
    '%s is told in the words of the catalogue, with path and authority and nothing else',
    (code) => {
      const { message, citizen, retryable } = ERROR_CATALOGUE[code];
      expect(
        toClientError({
          code,
          path: ['me', 'annualTax', 0],
          locations: [{ line: 1, column: 1 }],
          service: 'skat',
          detail: SECRET,
          cause: new Error(SECRET),
        }),
      ).toEqual({ message, path: ['me', 'annualTax', 0], extensions: { code, retryable, citizen, authority: 'skat' } });
    },
  );

  it.each(['OPERATION_INVALID', 'VARIABLES_INVALID', 'BODY_INVALID'] as const)(
    'that is the caller’s own mistake keeps its place: %s',
    (code) => {
      const locations = [{ line: 2, column: 3 }];
      expect(toClientError({ code, locations })).toMatchObject({ locations, extensions: { code } });
    },
  );

  it('says what is wrong with a document, with person numbers masked', () => {
    const detail = 'Cannot query field "nme" on type "Person". Int cannot represent "0102701234" nor "010270-1234".';
    expect(toClientError({ code: 'OPERATION_INVALID', detail }).extensions?.['detail']).toBe(
      'Cannot query field "nme" on type "Person". Int cannot represent "[cpr]" nor "[cpr]".',
    );
  });

  it('never quotes a variable', () => {
    const detail = `Variable "$x" got invalid value "${SECRET}"; Boolean cannot represent a non boolean value: "${SECRET}"`;
    const error = toClientError({ code: 'VARIABLES_INVALID', detail });
    expect(error.extensions).not.toHaveProperty('detail');
    expect(JSON.stringify(error)).not.toContain('Åse');
  });
});

async function reply(error: ExposureError): Promise<{ status: number; headers: Headers; body: unknown }> {
  const server = createServer((_request, response) => sendError(response, error)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { status: response.status, headers: response.headers, body: await response.json() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a request that comes to no execution', () => {
  it.each(CODES)('is answered as the catalogue says: %s', async (code) => {
    const { httpStatus, message, citizen, retryable } = ERROR_CATALOGUE[code];
    const { status, headers, body } = await reply(
      new ExposureError(code, { limit: 'depth' }, { cause: new Error(SECRET) }),
    );
    expect(status).toBe(httpStatus);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual({ errors: [{ message, extensions: { code, retryable, citizen, limit: 'depth' } }] });
    expect(headers.get('retry-after')).toBe(httpStatus === 503 ? '2' : null);
    expect(headers.has('www-authenticate')).toBe(httpStatus === 401);
  });

  it.each<[ErrorCode, Record<string, string>, string]>([
    ['TOKEN_MISSING', {}, 'Bearer'],
    ['TOKEN_INVALID', { reason: 'signature' }, 'Bearer error="invalid_token"'],
    ['TOKEN_EXPIRED', {}, 'Bearer error="invalid_token"'],
    [
      'ASSURANCE_TOO_LOW',
      { acr_values: 'https://a.example/Substantial https://a.example/High' },
      'Bearer error="insufficient_user_authentication", acr_values="https://a.example/Substantial https://a.example/High"',
    ],
  ])('says to a client that %s how to come in', async (code, facts, challenge) => {
    expect((await reply(new ExposureError(code, facts))).headers.get('www-authenticate')).toBe(challenge);
  });

  it('says which method is allowed, and hangs up on a body that it does not read', async () => {
    expect((await reply(new ExposureError('METHOD_NOT_ALLOWED'))).headers.get('allow')).toBe('POST');
    expect((await reply(new ExposureError('BODY_TOO_LARGE'))).headers.get('connection')).toBe('close');
  });
});
