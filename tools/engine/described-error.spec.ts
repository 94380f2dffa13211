import { ExposureError } from '@app/errors';
import { describeError } from './described-error.js';

describe('an error of the engine server', () => {
  it('says what the subgraph said, who it was, and where', () => {
    const error = { code: 'AUTHORITY_ERROR', path: ['me', 0], service: 'films', detail: 'No such film' } as const;
    expect(describeError(error)).toEqual({
      message: 'No such film',
      path: ['me', 0],
      extensions: { code: 'AUTHORITY_ERROR', service: 'films' },
    });
  });

  it('says what the catalogue says where nobody said anything, with the facts', () => {
    const cause = new ExposureError('AUTHORITY_BAD_STATUS', { status: 502 });
    expect(describeError({ code: 'AUTHORITY_BAD_STATUS', service: 'films', cause })).toEqual({
      message: 'The authority answered with an HTTP error.',
      extensions: { code: 'AUTHORITY_BAD_STATUS', service: 'films', status: 502 },
    });
  });

  it('points into a document that is wrong', () => {
    const locations = [{ line: 1, column: 3 }];
    expect(describeError({ code: 'OPERATION_INVALID', detail: 'Cannot query field', locations })).toEqual({
      message: 'Cannot query field',
      locations,
      extensions: { code: 'OPERATION_INVALID' },
    });
  });
});
