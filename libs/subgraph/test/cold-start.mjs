/**
 * How long the first question after `listening` takes, and the start itself.
 *
 *   node tools/build.mjs && node libs/subgraph/test/cold-start.mjs [skat|cpr|udbetaling-danmark] [starts] [dist]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [app = 'skat', starts = '5', dist = 'dist'] = process.argv.slice(2);
const ROOT = path.resolve(import.meta.dirname, '../../..');
const PREFIX = { skat: 'SKAT', cpr: 'CPR', 'udbetaling-danmark': 'UDK' }[app];
const { AppProcess, TestGateway, findTestPerson } = await import(path.join(ROOT, 'dist/libs/testing/src/index.js'));

const { loadExamples } = await import(path.join(ROOT, 'dist/libs/contracts/src/index.js'));

const [{ entityQuery: query, today, person }] = loadExamples(path.join(ROOT, 'contracts'), app).toReversed();
const { cprNumber } = findTestPerson(person);

const gateway = await TestGateway.start();
const NOON = `${today}T12:00:00+02:00`;
const source = new AppProcess(
  'test-sources',
  path.join(ROOT, 'dist/apps/test-sources/src/main.js'),
  { TEST_SOURCES_PORT: '0', TEST_SOURCES_CONTROL_PORT: '0', TEST_SOURCES_CLOCK_FROZEN_AT: NOON },
  ROOT,
);
await source.untilListening();
const sourceUrl = `http://127.0.0.1:${portIn(source.lines)}`;
const folder = mkdtempSync(path.join(tmpdir(), 'cold-start-'));
const keyFile = path.join(folder, 'owner.key');
writeFileSync(keyFile, gateway.recordOwnerKey.toString('base64'));

const rounds = [];
// The first start warms what is not measured: file cache, stand-in, this process.
for (let index = 0; index <= Number(starts); index += 1) rounds.push(await start());
rounds.shift();
for (const name of Object.keys(rounds[0])) {
  const values = rounds.map((round) => round[name]).toSorted((a, b) => a - b);
  const [least, median, most] = [values[0], values[Math.floor(values.length / 2)], values.at(-1)];
  process.stdout.write(`${app} ${name}: median ${median.toFixed(1)} (${least.toFixed(1)} to ${most.toFixed(1)}) ms\n`);
}
await source.stop();
await gateway[Symbol.asyncDispose]();
rmSync(folder, { recursive: true });

function portIn(lines) {
  return JSON.parse(lines.find((text) => text.includes('"msg":"listening"'))).port;
}

async function start() {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, dist, `apps/${app}/src/main.js`)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      [`${PREFIX}_PORT`]: '0',
      [`${PREFIX}_METRICS_PORT`]: '0',
      [`${PREFIX}_GATEWAY_ISSUER`]: gateway.issuer,
      [`${PREFIX}_GATEWAY_JWKS_URL`]: gateway.jwksUrl,
      [`${PREFIX}_RECORD_OWNER_KEY_FILE`]: keyFile,
      [`${PREFIX}_SOURCE_URL`]: sourceUrl,
      [`${PREFIX}_CLOCK_FROZEN_AT`]: NOON,
    },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
  while (!said.includes('"msg":"listening"')) await once(child.stdout, 'data');
  const untilListening = performance.now() - startedAt;
  const port = portIn(said.split('\n'));
  const calls = [];
  for (let call = 0; call < 10; call += 1) calls.push(await ask(port));
  child.kill('SIGTERM');
  await once(child, 'close');
  return { untilListening, first: calls[0], second: calls[1], tenth: calls[9] };
}

async function ask(port) {
  const body = JSON.stringify({
    query,
    variables: { representations: [{ __typename: 'Citizen', id: 'test-citizen' }] },
  });
  const token = await gateway.tokenFor(app, cprNumber);
  const startedAt = performance.now();
  const request = http.request({
    port,
    host: '127.0.0.1',
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-request-deadline-ms': '5000' },
  });
  request.end(body);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  const tookMs = performance.now() - startedAt;
  const { errors } = JSON.parse(text);
  if (response.statusCode !== 200 || errors !== undefined)
    throw new Error(`${response.statusCode} ${text.slice(0, 300)}`);
  return tookMs;
}
