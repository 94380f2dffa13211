import type { AuthorityName } from '@app/domain';
import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql';
import type { Finding } from '../finding.js';
import { CITIZEN } from './citizen-fields.js';
import { FederationNames } from './federation-names.js';

export type TypeNodeOfSdl = TypeDefinitionNode | TypeExtensionNode;

/** Something that a directive or a description can stand at, with its schema coordinate. */
export interface SdlElement {
  readonly coordinate: string;
  readonly typeName: string;
  readonly node:
    | TypeNodeOfSdl
    | FieldDefinitionNode
    | InputValueDefinitionNode
    | { directives?: readonly ConstDirectiveNode[]; kind: string };
}

/** The schema of one authority as the rules see it. */
export class SubgraphSchema {
  readonly names: FederationNames;
  readonly types: readonly TypeNodeOfSdl[];

  constructor(
    readonly authority: AuthorityName,
    readonly file: string,
    readonly document: DocumentNode,
  ) {
    this.names = new FederationNames(document);
    this.types = document.definitions.filter((node) => isTypeDefinitionNode(node) || isTypeExtensionNode(node));
  }

  get isGateway(): boolean {
    return this.authority === 'gateway';
  }

  typesNamed(name: string): TypeNodeOfSdl[] {
    return this.types.filter((type) => type.name.value === name);
  }

  get citizenFields(): FieldDefinitionNode[] {
    return this.typesNamed(CITIZEN).flatMap(outputFieldsOf);
  }

  at(
    node: ASTNode | undefined,
    rule: string,
    reason: string,
    fix: string,
    severity: Finding['severity'] = 'error',
  ): Finding {
    return { file: this.file, line: lineOf(node), rule, reason, fix, severity };
  }
}

/** Fields that are answered: those of objects and interfaces, not those of inputs. */
export function outputFieldsOf(type: TypeNodeOfSdl): readonly FieldDefinitionNode[] {
  return /^(Object|Interface)Type/.test(type.kind) && 'fields' in type
    ? (type.fields ?? []).filter((field) => field.kind === 'FieldDefinition')
    : [];
}

export function inputFieldsOf(type: TypeNodeOfSdl): readonly InputValueDefinitionNode[] {
  return 'fields' in type ? (type.fields ?? []).filter((field) => field.kind === 'InputValueDefinition') : [];
}

export function namedTypeOf(type: TypeNode): string {
  return type.kind === 'NamedType' ? type.name.value : namedTypeOf(type.type);
}

/** Line of the name, not of the description above it. */
function lineOf(node: ASTNode | undefined): number {
  if (node === undefined) return 1;
  const place = 'name' in node && node.name !== undefined ? node.name : node;
  return place.loc?.startToken.line ?? 1;
}
