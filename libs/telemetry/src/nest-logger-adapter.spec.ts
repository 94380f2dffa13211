import { capturedLog } from '../test/captured-log.js';
import { NestLoggerAdapter } from './nest-logger-adapter.js';

const CANARY = 'canary-7f3a';

function anAdapter() {
  const log = capturedLog();
  return { adapter: new NestLoggerAdapter(log.logger), ...log };
}

describe("Nest's logger", () => {
  it('writes our lines with the context that Nest gives', () => {
    const { adapter, lines } = anAdapter();
    adapter.log('ready', 'Main');
    adapter.warn('careful', 'Main');
    adapter.debug('detail', 'Main');
    adapter.verbose('more', 'Main');
    adapter.fatal('over');
    expect(lines().map(({ level, msg, context }) => [level, msg, context])).toEqual([
      ['info', 'ready', 'Main'],
      ['warn', 'careful', 'Main'],
      ['debug', 'detail', 'Main'],
      ['debug', 'more', 'Main'],
      ['fatal', 'over', undefined],
    ]);
  });

  it('keeps the chatter of the start for debugging', () => {
    const { adapter, lines } = anAdapter();
    adapter.log('Mapped {/graphql, POST} route', 'RouterExplorer');
    expect(lines()[0]).toMatchObject({ level: 'debug' });
  });

  it('logs errors by code and place, never by their message', () => {
    const { adapter, text, lines } = anAdapter();
    adapter.error(Object.assign(new Error(CANARY), { code: 'ECONNRESET' }), 'ExceptionsHandler');
    adapter.error('failed', new Error(CANARY).stack, 'Main');
    adapter.error('failed', undefined, 'Main');
    adapter.error({ body: CANARY });
    expect(text()).not.toContain(CANARY);
    expect(lines()).toMatchObject([
      { level: 'error', msg: 'ECONNRESET', context: 'ExceptionsHandler' },
      { level: 'error', msg: 'failed', context: 'Main', stack: expect.stringMatching(/^at /) },
      { level: 'error', msg: 'failed', context: 'Main' },
      { level: 'error', details: { body: '[not logged]' } },
    ]);
  });

  it('tells why Nest cannot start', () => {
    const { adapter, lines } = anAdapter();
    adapter.error(new Error('Nest cannot resolve dependencies of SkatService (?)'), 'ExceptionHandler');
    expect(lines()[0]).toMatchObject({ msg: 'Nest cannot resolve dependencies of SkatService (?)' });
  });
});
