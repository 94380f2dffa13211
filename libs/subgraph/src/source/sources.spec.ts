import { createLogger } from '@app/telemetry';
import { Sources } from './sources.js';

it('releases the source that an operator names, says so in the log, and knows no other', () => {
  const lines: string[] = [];
  const released: string[] = [];
  const logger = createLogger({ app: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
  const sources = new Sources();
  sources.add('skat-fordringer', { release: () => void released.push('skat-fordringer') });

  expect(['skat-fordringer', 'skat', '__proto__'].map((name) => sources.release(name, logger))).toEqual([
    true,
    false,
    false,
  ]);

  expect(released).toEqual(['skat-fordringer']);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'warn', source: 'skat-fordringer', msg: 'source released by an operator' },
  ]);
});
