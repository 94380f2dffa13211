import { visit } from 'graphql';
import { withoutUnused, type ClientOperation } from './client-operation.js';

/** The same operation with all of it in one answer; `if:` is dropped with its directive, and its variable too. */
export function withoutDefer({ operation, fragments }: ClientOperation): ClientOperation {
  return withoutUnused(dropDefer(operation), fragments.map(dropDefer));
}

function dropDefer<Node extends Parameters<typeof visit>[0]>(node: Node): Node {
  return visit(node, { Directive: ({ name }) => (name.value === 'defer' ? null : undefined) });
}
