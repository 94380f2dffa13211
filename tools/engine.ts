/** `npm run engine -- --supergraph FILE --port N`: serves any composed supergraph through the engine, on loopback. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { prepareDraining } from './engine/draining.js';
import { createEngineServer } from './engine/engine-server.js';
import { USAGE, UsageError, readEngineOptions, type EngineOptions } from './engine/engine-options.js';
import { UnusableSupergraph, serveSupergraph } from './engine/served-supergraph.js';

const EXIT_USAGE = 2;
const EXIT_UNUSABLE = 78;

try {
  await run(readEngineOptions(process.argv.slice(2)));
} catch (thrown) {
  process.stderr.write(explain(thrown));
  process.exit(exitCodeOf(thrown));
}

async function run(options: EngineOptions): Promise<void> {
  const served = await serveSupergraph(options);
  const server = createEngineServer(served.engine);
  const drain = prepareDraining(server);
  const stop = async () => {
    await drain();
    await served.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const { address, port, family } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  process.stdout.write(`ready http://${host}:${port}/graphql (${Math.round(performance.now())} ms)\n`);
}

function explain(thrown: unknown): string {
  if (thrown instanceof UsageError) return `${thrown.message}\n\n${USAGE}`;
  if (thrown instanceof UnusableSupergraph) return `The supergraph cannot be served: ${thrown.message}\n`;
  return `${thrown instanceof Error ? thrown.message : String(thrown)}\n`;
}

function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof UsageError) return EXIT_USAGE;
  return thrown instanceof UnusableSupergraph ? EXIT_UNUSABLE : 1;
}
