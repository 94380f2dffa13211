import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { compose } from './compose-command.js';

/** A copy of this repository's contracts, to be spoiled. */
function contracts() {
  const folder = temporaryFolder({});
  cpSync('contracts', path.join(folder.path, 'contracts'), { recursive: true });
  const at = (file: string) => path.join(folder.path, 'contracts', file);
  return {
    root: folder.path,
    read: (file: string) => readFileSync(at(file), 'utf8'),
    change: (file: string, from: string, to: string) =>
      writeFileSync(at(file), readFileSync(at(file), 'utf8').replace(from, to)),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

it('writes a changed supergraph, and only says so when it checks', async () => {
  using world = contracts();
  const before = world.read('supergraph.graphql');
  world.change('skat/schema.graphql', 'Monthly deduction (', 'Deduction of a month (');

  expect(await compose(world.root, 'check')).toMatchObject({ exitCode: 1 });
  expect(world.read('supergraph.graphql')).toBe(before);

  expect(await compose(world.root, 'write')).toMatchObject({ exitCode: 0 });
  expect(world.read('supergraph.graphql')).toContain('Deduction of a month (');
  expect(await compose(world.root, 'check')).toMatchObject({ exitCode: 0 });
});

it('refuses a hostile schema with place, rule, reason and fix, and leaves the old supergraph as it is', async () => {
  using world = contracts();
  const before = world.read('supergraph.graphql');
  world.change('skat/schema.graphql', '"@shareable"', '"@shareable", { name: "@override", as: "@mine" }');
  world.change(
    'skat/schema.graphql',
    'preliminaryTax:',
    'benefits: [Int] @mine(from: "udbetaling-danmark")\n  "Tax (skat)." preliminaryTax:',
  );

  const { exitCode, lines } = await compose(world.root, 'write');

  expect(exitCode).toBe(1);
  expect(lines.join('\n')).toMatch(
    /skat\/schema\.graphql:\d+ {2}error {2}ownership\/override\n.*@mine \(which is @override\).*\n {4}Fix: /,
  );
  expect(lines.join('\n')).toContain('ownership/field');
  expect(world.read('supergraph.graphql')).toBe(before);
});
