import { InterfaceType, ObjectType, connectIdentity, type Schema } from '@apollo/federation-internals';
import type { JoinReader } from '../supergraph/join-reader.js';
import { UnsupportedSupergraph } from './planner.js';

/** Errors: `UnsupportedSupergraph` for what the engine would answer wrongly or not at all; docs/decisions/0010. */
export function refuseUnserved(schema: Schema, join: JoinReader): void {
  refuseSubscriptions(schema);
  refuseConnectors(schema);
  refuseContexts(schema, join);
}

function refuseSubscriptions(schema: Schema): void {
  const root = schema.schemaDefinition.rootType('subscription');
  if (root !== undefined) throw new UnsupportedSupergraph(`subscriptions are not served (type ${root.name})`);
}

function refuseConnectors(schema: Schema): void {
  if (schema.coreFeatures?.getByIdentity(connectIdentity) !== undefined)
    throw new UnsupportedSupergraph('connectors (@connect) are not served');
}

function refuseContexts(schema: Schema, join: JoinReader): void {
  for (const type of schema.types()) {
    if (!(type instanceof ObjectType || type instanceof InterfaceType)) continue;
    for (const field of type.fields())
      for (const { graph, contextArguments } of join.onField(field))
        if (contextArguments !== undefined && contextArguments.length > 0)
          throw new UnsupportedSupergraph(
            `@fromContext is not served: field ${field.coordinate} of subgraph ${join.nameOf(graph)} uses it`,
          );
  }
}
