import { ExposureError, type ErrorCode } from '@app/errors';
import type { Logger } from '@app/telemetry';
import {
  BadRequestException,
  InternalServerErrorException,
  NotFoundException,
  type ArgumentsHost,
} from '@nestjs/common';
import { AnyErrorFilter } from './any-error.filter.js';

const SECRET = '/citizens/0102701234';

function answerTo(
  thrown: unknown,
  headersSent = false,
): { sent?: { code: ErrorCode }; text?: string; logged: unknown[] } {
  const logged: unknown[] = [];
  const logger = { error: (fields: unknown) => void logged.push(fields) } as unknown as Logger;
  let text: string | undefined;
  const response = {
    headersSent,
    setHeader: () => response,
    writeHead: () => response,
    end: (body: string) => void (text = body),
  };
  const host = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost;
  new AnyErrorFilter(logger).catch(thrown, host);
  if (text === undefined) return { logged };
  const { errors } = JSON.parse(text) as { errors: { extensions: { code: ErrorCode } }[] };
  return { sent: { code: errors[0]!.extensions.code }, text, logged };
}

describe('what no handler answered', () => {
  it.each<[string, unknown, ErrorCode, boolean]>([
    ['an unknown address', new NotFoundException(`Cannot GET ${SECRET}`), 'NOT_FOUND', false],
    ['an address that cannot be read', new BadRequestException(`Failed to decode ${SECRET}`), 'NOT_FOUND', false],
    ['an error of ours', new ExposureError('TOO_BUSY'), 'TOO_BUSY', false],
    ['a fault of the framework', new InternalServerErrorException(SECRET), 'INTERNAL', true],
    ['any other error', new TypeError(SECRET), 'INTERNAL', true],
    ['what is no error', SECRET, 'INTERNAL', true],
  ])('is answered in the words of the catalogue: %s', (_, thrown, code, isLogged) => {
    const { sent, text, logged } = answerTo(thrown);
    expect(sent?.code).toBe(code);
    expect(text).not.toContain(SECRET);
    expect(logged).toHaveLength(isLogged ? 1 : 0);
  });

  it('is left alone when an answer has begun', () => {
    expect(answerTo(new TypeError(SECRET), true)).toEqual({ logged: [] });
  });
});
