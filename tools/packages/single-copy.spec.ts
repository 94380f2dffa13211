import { temporaryFolder } from '../testing/temporary-folder.js';
import { copiesOf, singleCopyFaults } from './single-copy.js';

const NAMES = ['gateway', 'composition', 'query-planner', 'query-graphs', 'federation-internals', 'subgraph'];
const at = (version: string) => JSON.stringify({ version });
const GOOD = {
  ...Object.fromEntries(NAMES.map((name) => [`node_modules/@apollo/${name}/package.json`, at('2.14.4')])),
  'node_modules/graphql/package.json': at('16.15.0'),
};

function faultsWith(files: Readonly<Record<string, string>>): string[] {
  using folder = temporaryFolder(files);
  return singleCopyFaults(copiesOf(folder.path));
}

it('accepts one copy of each at one version', () => {
  expect(faultsWith(GOOD)).toEqual([]);
});

it.each([
  ['deep below another package', 'node_modules/@apollo/gateway/node_modules/@apollo/federation-internals', '2.14.4'],
  ['two levels down', 'node_modules/a/node_modules/b/node_modules/@apollo/federation-internals', '2.14.4'],
])('finds a second copy %s', (_where, folder, version) => {
  expect(faultsWith({ ...GOOD, [`${folder}/package.json`]: at(version) })).toEqual([
    expect.stringMatching(/^@apollo\/federation-internals is installed 2 times: .*federation-internals 2\.14\.4, /),
  ]);
});

it('finds versions that differ', () => {
  expect(faultsWith({ ...GOOD, 'node_modules/@apollo/query-planner/package.json': at('2.14.1') })).toEqual([
    expect.stringMatching(/differ in version.*query-planner 2\.14\.1/),
  ]);
});

it('finds a second copy of graphql', () => {
  expect(faultsWith({ ...GOOD, 'node_modules/a/node_modules/graphql/package.json': at('15.0.0') })).toEqual([
    expect.stringMatching(/^graphql is installed 2 times/),
  ]);
});

it('finds a package that is missing', () => {
  expect(faultsWith({})).toContain('@apollo/gateway is not installed');
});

it('finds nothing wrong with what is installed here', () => {
  expect(singleCopyFaults(copiesOf('.'))).toEqual([]);
});
