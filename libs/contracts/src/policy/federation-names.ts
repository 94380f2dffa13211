import { Kind, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from 'graphql';

/** The one version of the federation directives that all schemas use: composition mixes versions silently. */
export const FEDERATION_SPEC = 'https://specs.apollo.dev/federation/v2.9';
const FEDERATION_URL = /^https?:\/\/specs\.apollo\.dev\/federation\/v[\d.]+\/?$/;

/**
 * What a directive of a schema really is. `@link` lets a schema import `@override` as `@mine`, or use it unimported as
 * `@federation__override`, so a rule that looked at names as written would be a rule for the honest only.
 */
export class FederationNames {
  private readonly imported = new Map<string, string>();
  private readonly namespaces = new Set(['federation']);

  constructor(document: DocumentNode) {
    for (const link of schemaDirectivesOf(document)) {
      const url = argumentOf(link, 'url');
      if (url?.kind !== Kind.STRING || !FEDERATION_URL.test(url.value)) continue;
      const namespace = argumentOf(link, 'as');
      if (namespace?.kind === Kind.STRING) this.namespaces.add(namespace.value);
      const imports = argumentOf(link, 'import');
      for (const item of imports?.kind === Kind.LIST ? imports.values : []) this.import(item);
    }
  }

  /** Name in the federation specification, without `@`; the name as written for all other directives. */
  canonical(written: string): string {
    const imported = this.imported.get(written);
    if (imported !== undefined) return imported;
    const [namespace, ...rest] = written.split('__');
    return rest.length > 0 && this.namespaces.has(namespace!) ? rest.join('__') : written;
  }

  private import(item: ConstValueNode): void {
    if (item.kind === Kind.STRING) this.imported.set(bare(item.value), bare(item.value));
    if (item.kind !== Kind.OBJECT) return;
    const texts = new Map(
      item.fields.map(({ name, value }) => [name.value, value.kind === Kind.STRING ? value.value : '']),
    );
    const name = texts.get('name') ?? '';
    this.imported.set(bare(texts.get('as') ?? name), bare(name));
  }
}

export function schemaDirectivesOf(document: DocumentNode): ConstDirectiveNode[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? [...(definition.directives ?? [])]
      : [],
  );
}

export function argumentOf(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

function bare(name: string): string {
  return name.replace(/^@/, '');
}
