import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { AuthorityName } from '@app/domain';
import type { Authority } from '../services/authority.js';
import { AuthorityDataSource } from './authority.data-source.js';
import { OwnSubgraphDataSource } from './own-subgraph.data-source.js';
import type { Supergraph } from '../supergraph/supergraph.js';

/** Plans and executes operations over a supergraph, as Apollo Server wants it. */
export type ReferenceEngine = Pick<ApolloGateway, 'load' | 'onSchemaLoadOrUpdate' | 'stop'>;

export interface ReferenceEngineOptions {
  readonly supergraph: Supergraph;
  /** Name and SDL of the gateway's own subgraph. */
  readonly own: { readonly name: AuthorityName; readonly sdl: string };
  readonly authorities: ReadonlyMap<AuthorityName, Authority>;
  readonly logger: EngineLogger;
}

/** What Apollo's gateway logs with; plain sentences, no data. */
export interface EngineLogger {
  debug(message?: unknown): void;
  info(message?: unknown): void;
  warn(message?: unknown): void;
  error(message?: unknown): void;
}

/**
 * Apollo's own gateway as executor, each authority reached through the guard.
 *
 * Errors: throws when the environment switches a planner limit off: one query could keep this process busy.
 */
export function createReferenceEngine(options: ReferenceEngineOptions): ReferenceEngine {
  const { supergraph, own, authorities, logger } = options;
  makeApolloSafe(process.env); // oxlint-disable-line node/no-process-env -- Apollo reads these variables itself
  const sources = new Map<string, GraphQLDataSource>([[own.name, new OwnSubgraphDataSource(own.sdl)]]);
  for (const [name, authority] of authorities) sources.set(name, new AuthorityDataSource(authority, supergraph.schema));
  return new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    logger,
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => {
      const source = sources.get(name);
      if (source === undefined) throw new TypeError(`the supergraph names ${name}, which is not configured`);
      return source;
    },
  });
}

/** Planner limits that one variable each can switch off. */
const LIMIT_SWITCHES = [
  'APOLLO_DISABLE_SECURITY_RECURSIVE_SELECTIONS_CHECK',
  'APOLLO_DISABLE_SECURITY_NON_LOCAL_SELECTIONS_CHECK',
];

/** Apollo's gateway reads these variables itself and has no option for them. */
function makeApolloSafe(environment: NodeJS.ProcessEnv): void {
  // Since 2.14 it reports to Apollo and looks for cloud metadata unless told not to.
  environment['APOLLO_TELEMETRY_DISABLED'] = 'true';
  for (const name of LIMIT_SWITCHES)
    if (environment[name] === 'true') throw new Error(`${name} switches off a limit of the planner`);
}
