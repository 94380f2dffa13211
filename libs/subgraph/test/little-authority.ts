import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { Context, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { ExposureError } from '@app/errors';
import {
  requireSubject,
  SubgraphModule,
  subgraphOptionsOf,
  type SubgraphConfig,
  type SubgraphTools,
  type SubjectAccess,
} from '@app/subgraph';

const SDL = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible"])

  type Citizen @key(fields: "id") {
    id: ID!
    recordOwner: String @shareable @inaccessible
    greeting(name: String, times: Int): String
    day: Date
    amount: Oere
    slow: String
    broken: String
    closed: String
  }

  scalar Date
  scalar Oere
`;

/** What the fields of the little authority do; each test sets what it needs. */
export interface Behaviour {
  greeting: (access: SubjectAccess, args: Readonly<Record<string, unknown>>) => unknown;
  day: () => unknown;
  amount: () => unknown;
  slow: (access: SubjectAccess) => unknown;
  broken: () => unknown;
}

export const behaviour: Behaviour = {
  greeting: ({ records, cprNumber }) => {
    records.read(cprNumber);
    return 'hello';
  },
  day: () => '2026-02-28',
  amount: () => 100,
  slow: () => 'at once',
  broken: () => null,
};

@Resolver('Citizen')
class CitizenResolver {
  @ResolveReference()
  citizen(key: { readonly id: string }, { access }: { readonly access: SubjectAccess }) {
    return requireSubject(key, access);
  }

  @ResolveField('greeting')
  greeting(@Context('access') access: SubjectAccess) {
    return behaviour.greeting(access, {});
  }

  @ResolveField('day')
  day() {
    return behaviour.day();
  }

  @ResolveField('amount')
  amount() {
    return behaviour.amount();
  }

  @ResolveField('slow')
  slow(@Context('access') access: SubjectAccess) {
    return behaviour.slow(access);
  }

  @ResolveField('broken')
  broken() {
    return behaviour.broken();
  }

  @ResolveField('closed')
  closed() {
    throw new ExposureError('SOURCE_CLOSED', { opensAt: '2026-03-01T06:00:00.000Z', secret: 'stays here' });
  }
}

@Module({})
export class LittleModule {
  static forRoot(this: void, config: SubgraphConfig, tools: SubgraphTools): DynamicModule {
    return {
      module: LittleModule,
      imports: [SubgraphModule.forRoot(subgraphOptionsOf('little', config, tools))],
      providers: [CitizenResolver],
    };
  }
}

/** A folder of contracts that holds only the little authority's. */
export function littleContracts(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), 'contracts-'));
  mkdirSync(path.join(dir, 'little'));
  writeFileSync(path.join(dir, 'little', 'schema.graphql'), SDL);
  return { dir, remove: () => rmSync(dir, { recursive: true }) };
}
