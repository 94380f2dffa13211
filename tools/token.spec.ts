import { decodeJwt } from 'jose';
import { findTestPerson, TEST_PERSONS } from '@app/testing';
import { runTestMitId } from '../apps/test-mitid/test/running.js';
import { runTokenCommand } from './token.js';

const running = await runTestMitId();
const environment = { TEST_MITID_ISSUER: running.issuer };
afterAll(() => running.close());

const CPR = 'https://data.gov.dk/model/core/eid/cprNumber';

it('prints the token of the person and nothing else', async () => {
  const { out, err, exitCode } = await runTokenCommand(['parent'], environment);
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
  expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect(decodeJwt(out.trim())[CPR]).toBe(findTestPerson('parent')?.cprNumber);
});

it('logs a citizen of the population in by number', async () => {
  const { out, exitCode } = await runTokenCommand(['synthetic-7'], environment);
  expect(exitCode).toBe(0);
  expect(decodeJwt(out.trim())[CPR]).toMatch(/^\d{10}$/);
});

it.each([[[]], [['parnet']], [['--help']], [['parent', 'spouse']], [['synthetic-999999999']], [['__proto__']]])(
  'lists the persons for %j',
  async (words) => {
    const { out, err, exitCode } = await runTokenCommand(words, environment);
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 2 });
    for (const { key } of TEST_PERSONS) expect(err).toContain(`  ${key} `);
  },
);

it('says what to do when nothing answers', async () => {
  const { out, err, exitCode } = await runTokenCommand(['parent'], { TEST_MITID_ISSUER: 'http://127.0.0.1:9' });
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
  expect(err).toBe(
    'Test MitID does not answer at http://127.0.0.1:9. Start the system with "npm start", or say with TEST_MITID_ISSUER where it runs.\n',
  );
});
