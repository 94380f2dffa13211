import { TEST_PERSONS } from '@app/testing';
import { logIn, logInSynthetic, ProviderUnreachableError, UnknownPersonError, type LoggedIn } from './login.js';

/** `npm run token -- <person>`: prints an access token for a test person and nothing else, for use in `$(…)`. */

const DEFAULT_PORT = 4080;

export interface TokenCommand {
  readonly out: string;
  readonly err: string;
  readonly exitCode: 0 | 1 | 2;
}

export async function runTokenCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TokenCommand> {
  const [person, ...rest] = words;
  if (person === undefined || rest.length > 0 || person.startsWith('-')) return usage('Name one person.');
  try {
    const { accessToken } = await logInAs(
      person,
      environment['TEST_MITID_ISSUER'] || `http://127.0.0.1:${environment['TEST_MITID_PORT'] || DEFAULT_PORT}`,
    );
    return { out: `${accessToken}\n`, err: '', exitCode: 0 };
  } catch (fault) {
    if (fault instanceof UnknownPersonError) return usage(`There is no test person called "${person}".`);
    if (fault instanceof ProviderUnreachableError) return unreachable(fault.issuer);
    throw fault;
  }
}

/** `parent`, or `synthetic-42` for a citizen of the population. */
function logInAs(person: string, issuer: string): Promise<LoggedIn> {
  const [, index] = /^synthetic-(\d{1,9})$/.exec(person) ?? [];
  if (index !== undefined) return logInSynthetic(issuer, Number(index));
  if (!TEST_PERSONS.some(({ key }) => key === person)) throw new UnknownPersonError(person);
  return logIn(issuer, person);
}

function usage(complaint: string): TokenCommand {
  const width = Math.max(...TEST_PERSONS.map(({ key }) => key.length));
  const persons = TEST_PERSONS.map(({ key, situation }) => `  ${key.padEnd(width)}  ${situation.en}\n`).join('');
  const err = `${complaint} Usage: npm run token -- <person>\n\n${persons}  ${'synthetic-<n>'.padEnd(width)}  A computed citizen, by number from 0\n`;
  return { out: '', err, exitCode: 2 };
}

function unreachable(issuer: string): TokenCommand {
  const err = `Test MitID does not answer at ${issuer}. Start the system with "npm start", or say with TEST_MITID_ISSUER where it runs.\n`;
  return { out: '', err, exitCode: 1 };
}

if (import.meta.filename === process.argv[1]) {
  const { out, err, exitCode } = await runTokenCommand(process.argv.slice(2), process.env);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = exitCode;
}
