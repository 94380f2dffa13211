import { readFileSync } from 'node:fs';
import { composeSupergraph } from '@app/contracts';
import { parse, type DefinitionNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { operationsManifest } from './operations-manifest.js';

const read = (name: string) => readFileSync(`contracts/operations/${name}.graphql`, 'utf8');

/** Every leaf with the response path and the types on the way to it. */
function leavesOf(document: string): string[] {
  const below = (set: SelectionSetNode | undefined, path: string): string[] =>
    (set?.selections ?? []).flatMap((node): string[] => {
      if (node.kind === 'InlineFragment')
        return below(
          node.selectionSet,
          node.typeCondition === undefined ? path : `${path}(${node.typeCondition.name.value})`,
        );
      if (node.kind !== 'Field') throw new TypeError('the overview is written without named fragments');
      const here = `${path}.${keyOf(node)}`;
      return node.selectionSet === undefined ? [here] : below(node.selectionSet, here);
    });
  return parse(document).definitions.flatMap((definition) => below(selectionsOf(definition), ''));
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function selectionsOf(definition: DefinitionNode): SelectionSetNode | undefined {
  return 'selectionSet' in definition ? definition.selectionSet : undefined;
}

describe('the registered operations', () => {
  it('fit the schema', async () => {
    const { apiSchema } = await composeSupergraph('contracts');

    expect(operationsManifest('contracts', apiSchema).faults).toEqual([]);
  });

  it('ask for the same, in one piece and in parts', () => {
    expect(leavesOf(read('personal-overview-deferred')).toSorted()).toEqual(
      leavesOf(read('personal-overview')).toSorted(),
    );
  });

  it('defer each authority, the timeline and the sources, and nothing inside them', () => {
    const labels = [...read('personal-overview-deferred').matchAll(/@defer\(label: "([^"]+)"\)/g)].map(
      ([, label]) => label,
    );

    expect(labels).toEqual(['cpr', 'udbetaling-danmark', 'skat', 'timeline', 'sources']);
  });
});
