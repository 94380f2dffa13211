import { FakeSource } from './fake-source.js';
import { TestGateway } from './test-gateway.js';
import { TestSubgraph, type TestSubgraphOptions } from './test-subgraph.js';

/**
 * Starts a subgraph with its rehearsal. Throws when the rehearsal did not run through, or left a trace: a question to the
 * source, a request or call that was counted, a breaker that judged.
 */
export async function requireUntouchedAfterRehearsal(
  options: Pick<TestSubgraphOptions, 'name' | 'module' | 'rehearsal'>,
): Promise<void> {
  await using gateway = await TestGateway.start();
  await using source = await FakeSource.start(() => 'hang');
  await using subgraph = await TestSubgraph.start({ ...options, gateway, sourceUrl: source.url });
  const rehearsed = subgraph.logs.filter((line) => line.includes('"msg":"rehearsed"')).join('');
  // How many, the machine decides.
  if (!/"rounds":[1-9]/.test(rehearsed)) throw new Error(`not rehearsed: ${subgraph.logs.join('')}`);
  if (source.requests.length > 0) throw new Error('the source was asked');
  const counted = (await subgraph.metrics()).split('\n').filter((line) => /^subgraph_\S+ [^0]/.test(line));
  if (counted.length > 0) throw new Error(`counted: ${counted.join(' ')}`);
  const warned = subgraph.logs.filter((line) => /"level":"(warn|error|fatal)"/.test(line));
  if (warned.length > 0) throw new Error(`warned: ${warned.join('')}`);
}
