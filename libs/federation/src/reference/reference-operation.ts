import { execute, print, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { readClientOperation, toDocument, withoutUnused, type ClientOperation } from '../planning/client-operation.js';
import { withoutDefer } from '../planning/without-defer.js';
import type { EngineContext } from '../ports/engine-context.js';
import type { ResponseData } from '../ports/execution.js';
import type { OwnSubgraph } from '../ports/own-subgraph.js';
import { isObject, ownValue, setOwnValue, type JsonObject } from '../program/json-object.js';
import { filterRootFields, rootFields } from '../program/root-fields.js';
import { responseKeyOf } from '../program/selection.js';

interface LateAnswer {
  readonly data: ResponseData;
  readonly errors: readonly { readonly message: string }[];
}

const NOTHING: LateAnswer = { data: {}, errors: [] };

/**
 * A valid operation, split for an executor that cannot wait: what Apollo's gateway executes, and the late fields of the
 * host's own subgraph, which are answered afterwards.
 */
export class ReferenceOperation {
  readonly text: string;

  private constructor(
    readonly definition: OperationDefinitionNode,
    /** Absent when the operation asks late fields only. */
    readonly early: DocumentNode | undefined,
    private readonly late: DocumentNode | undefined,
    private readonly order: readonly string[],
    private readonly own: OwnSubgraph | undefined,
  ) {
    this.text = early === undefined ? '' : print(early);
  }

  /** Errors: `InvalidOperation`. */
  static read(
    schema: GraphQLSchema,
    document: string,
    operationName: string | undefined,
    own: OwnSubgraph | undefined,
  ): ReferenceOperation {
    const asked = withoutDefer(readClientOperation(document, operationName, schema));
    const isLate = (name: string) => own?.lateFields.has(name) === true;
    return new ReferenceOperation(
      asked.operation,
      only(asked, (name) => !isLate(name)),
      only(asked, isLate),
      orderOf(asked),
      own,
    );
  }

  async runLate(variables: Readonly<Record<string, unknown>>, contextValue: EngineContext): Promise<LateAnswer> {
    if (this.late === undefined || this.own === undefined) return NOTHING;
    const { data, errors = [] } = await execute({
      schema: this.own.schema,
      document: this.late,
      variableValues: variables,
      contextValue,
    });
    return { data: isObject(data) ? data : {}, errors };
  }

  /** The answer's root fields in the order in which the document asks for them. */
  inOrder(data: ResponseData): ResponseData {
    const ordered: JsonObject = {};
    for (const key of this.order) if (Object.hasOwn(data, key)) setOwnValue(ordered, key, ownValue(data, key));
    return ordered;
  }
}

function orderOf(asked: ClientOperation): string[] {
  const everything = filterRootFields(asked.operation.selectionSet, () => true, { fragments: toDocument(asked) });
  return everything === undefined ? [] : [...new Set(rootFields(everything).map(responseKeyOf))];
}

function only(asked: ClientOperation, isWanted: (fieldName: string) => boolean): DocumentNode | undefined {
  const selectionSet = filterRootFields(asked.operation.selectionSet, ({ name }) => isWanted(name.value), {
    fragments: toDocument(asked),
  });
  if (selectionSet === undefined) return undefined;
  return toDocument(withoutUnused({ ...asked.operation, selectionSet }, asked.fragments));
}
