import { STACK_AUTHORITIES, TEST_PERSONS, type RunningStack } from '@app/testing';
import { SourceControl } from './support/control.js';
import { scanStack, scanText, withoutProcessFigures } from './support/leak-scan.js';
import { Visitor, startPatientStack, warmUp, type Answer } from './support/stack.js';

const FAULTS = [
  'error-500',
  'errors-in-200',
  'malformed-json',
  'wrong-content-type',
  'reset',
  'closed-window',
  'other-person',
  'right-echo-wrong-record',
];

let stack: RunningStack;
const answers: Answer[] = [];

beforeAll(async () => {
  stack = await startPatientStack({
    // Everything that can be said is said.
    variables: {
      gateway: { GATEWAY_LOG_LEVEL: 'debug' },
      cpr: { CPR_LOG_LEVEL: 'debug' },
      'udbetaling-danmark': { UDK_LOG_LEVEL: 'debug' },
      skat: { SKAT_LOG_LEVEL: 'debug' },
      'test-mitid': { TEST_MITID_LOG_LEVEL: 'debug' },
      'test-sources': { TEST_SOURCES_LOG_LEVEL: 'debug', TEST_SOURCES_CANARIES: 'true' },
    },
  });
  const control = new SourceControl(stack);
  const visitors = await Promise.all(TEST_PERSONS.map(({ key }) => Visitor.person(stack, key)));
  await warmUp(visitors[0]!);
  for (const visitor of visitors) answers.push(await visitor.overview());
  for (const fault of FAULTS)
    for (const authority of STACK_AUTHORITIES) {
      await control.setFault(authority, fault);
      answers.push(await visitors[0]!.overview());
      await control.clearFault(authority);
    }
  const { cprNumber } = TEST_PERSONS[0]!;
  const nosy = [
    `{ me { id } person(cpr: "${cprNumber}") { name } }`,
    `query ($x: Int) { me { id } }`,
    `{ me { id(of: "${cprNumber}") } }`,
    `# ${cprNumber}\n{ nothing }`,
  ];
  for (const query of nosy) answers.push(await visitors[0]!.sandbox(query, { variables: { x: cprNumber } }));
  answers.push(await visitors[0]!.send('/graphql', { documentId: cprNumber, variables: { cpr: cprNumber } }));
  await fetch(`${stack.urls.gateway}/nowhere/${cprNumber}?cpr=${cprNumber}`, {
    headers: { authorization: `Bearer ${visitors[0]!.accessToken}`, 'x-cpr': cprNumber },
  });
  await fetch(`${stack.urls.gateway}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${cprNumber}` } });
});

afterAll(async () => {
  await stack?.stop();
});

describe('after everything that went right and wrong for every person', () => {
  it('no log, metric, health page or working file holds a person number, a token or a value of anybody', async () => {
    expect(stack.output().length).toBeGreaterThan(100);
    expect(await scanStack(stack)).toEqual([]);
  });

  it('no error says anything about anybody', () => {
    const errors = answers.flatMap(({ body }) => body.errors ?? []);
    expect(errors.length).toBeGreaterThan(20);
    expect(errors.flatMap((error) => scanText('error', JSON.stringify(error)))).toEqual([]);
  });

  it('no source status says anything about anybody', () => {
    const sources = answers.flatMap(({ body }) => body.data?.sources ?? []);
    expect(sources.flatMap((source) => scanText('source', JSON.stringify(source)))).toEqual([]);
  });

  it('no answer may be kept by anybody on its way', () => {
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('etag')).toBeNull();
    }
  });
});

describe('the scanner itself', () => {
  const [person] = TEST_PERSONS;
  it.each([
    ['a person number', `{"msg":"looked up ${person!.cprNumber}"}`],
    ['a person number with hyphen', `cpr=${person!.cprNumber.slice(0, 6)}-${person!.cprNumber.slice(6)};`],
    ['a token', 'Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0xMjM0NTY3ODkw.c2ln'],
  ])('sees %s', (_, text) => {
    expect(scanText('here', text)).toHaveLength(1);
  });

  it('sees a person number in a figure of ours, and takes none of the process itself for one', () => {
    const figure = (name: string) => withoutProcessFigures(`${name}{app="gateway"} ${person!.cprNumber}`);
    expect(scanText('metrics', figure('calls_total'))).toHaveLength(1);
    expect(scanText('metrics', figure('process_heap_bytes'))).toEqual([]);
  });

  it('sees the values of persons in what the citizens themselves are shown', () => {
    expect(scanText('answer', answers[0]!.text).length).toBeGreaterThan(1);
  });
});
