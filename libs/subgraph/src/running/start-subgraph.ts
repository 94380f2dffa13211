import { createMetrics, OperationsServer, type Logger } from '@app/telemetry';
import type { BrokenOnPurpose } from '../access/record-ledger.js';
import { Sources } from '../source/sources.js';
import { rehearse, type Rehearsal } from './rehearsal.js';
import { createSubgraph, type ModuleOf } from './subgraph-app.js';
import type { SubgraphConfig } from './subgraph-config.js';
import { SubgraphMetrics } from './subgraph-metrics.js';

export interface SubgraphStart<Config extends SubgraphConfig> {
  /** The authority's name: `cpr`. */
  readonly name: string;
  readonly config: Config;
  readonly module: ModuleOf<Config>;
  readonly logger: Logger;
  /** Played through before it listens, so that the first citizen does not pay for code that runs for the first time. */
  readonly rehearsal?: Rehearsal | undefined;
  readonly brokenOnPurpose?: BrokenOnPurpose | undefined;
}

export interface RunningSubgraph {
  readonly port: number;
  readonly metricsPort: number;
  /** Stops accepting, answers what is under way, ends the rest. */
  stop(): Promise<void>;
}

/** Errors: Node's error when a port cannot be had (`EADDRINUSE`, with `port`). */
export async function startSubgraph<Config extends SubgraphConfig>(
  start: SubgraphStart<Config>,
): Promise<RunningSubgraph> {
  const { name, config, logger, rehearsal, brokenOnPurpose } = start;
  if (rehearsal !== undefined) await rehearse({ ...start, rehearsal });
  const metrics = createMetrics(name);
  const sources = new Sources();
  const operations = new OperationsServer({
    metrics,
    releases: { kind: 'sources', release: (source) => sources.release(source, logger) },
  });
  const tools = { logger, metrics: new SubgraphMetrics(metrics), sources, brokenOnPurpose };
  const subgraph = await createSubgraph(start.module(config, tools), logger);
  try {
    const metricsPort = await operations.listen(config.host, config.metricsPort);
    const port = await subgraph.listen(config.host, config.port);
    const stop = async (): Promise<void> => {
      await subgraph.stop();
      await operations.close();
    };
    return { port, metricsPort, stop };
  } catch (error) {
    await operations.close();
    await subgraph.stop();
    throw error;
  }
}
