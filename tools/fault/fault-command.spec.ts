import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runFaultCommand } from './fault-command.js';

/** The control endpoint as far as the command needs it; apps/test-sources tests the real one. */
const asked: string[] = [];
let server: Server;
let url: string;

const board = {
  sources: { cpr: null, 'udbetaling-danmark': null, skat: { kind: 'hang', sharePercent: 30, times: 5, met: 2 } },
  kinds: { hang: { says: 'never answers', options: [] }, latency: { says: 'answers late', options: ['latencyMs'] } },
};

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.method !== 'GET') asked.push(`${request.method} ${request.url} ${body}`);
      const isRefused = body.includes('"share":0');
      response.writeHead(request.method === 'DELETE' ? 204 : isRefused ? 400 : 200);
      response.end(
        request.method === 'GET'
          ? JSON.stringify(board)
          : isRefused
            ? '{"faults":[{"field":"latencyMs"}]}'
            : request.method === 'PUT'
              ? '{}'
              : undefined,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => asked.splice(0));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('npm run fault', () => {
  it('alone lists what is wrong now and what can be', async () => {
    const { exitCode, stdout } = await runFaultCommand([], url);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  cpr                 well\n');
    expect(stdout).toContain(
      '  skat                hang: never answers, 30 % of the requests, 5 times (met 2 so far)\n',
    );
    expect(stdout).toContain('  latency  answers late  --latency-ms\n');
  });

  it('sets a fault with options and says how to take it off', async () => {
    const { exitCode, stdout } = await runFaultCommand(
      ['skat', 'latency', '--latency-ms', '500', '--share=30', '--times', '2'],
      url,
    );
    expect([exitCode, asked]).toEqual([
      0,
      ['PUT /faults/skat {"kind":"latency","share":30,"times":2,"latencyMs":500}'],
    ]);
    expect(stdout).toBe('skat answers late.\nTake it off with: npm run fault -- skat off\n');
  });

  it('takes off one fault or all', async () => {
    await runFaultCommand(['skat', 'off'], url);
    expect(asked).toEqual(['DELETE /faults/skat ']);
    await runFaultCommand(['off'], url);
    expect(asked.slice(1).toSorted()).toEqual([
      'DELETE /faults/cpr ',
      'DELETE /faults/skat ',
      'DELETE /faults/udbetaling-danmark ',
    ]);
  });

  it.each([
    [['politi', 'hang'], 'There is no source politi. Sources: cpr, udbetaling-danmark, skat'],
    [['skat', 'sulk'], 'There is no fault sulk.\n\nFaults:\n  hang '],
    [['skat', 'hang', 'now'], 'Usage: '],
    [['skat', 'hang', '--loud'], 'Usage: '],
    [['skat', 'latency', '--latency-ms', 'long'], '--latency-ms is a whole number.'],
    [
      ['skat', 'latency', '--share', '0'],
      'Refused for latency: --latency-ms does not fit this fault, or the value is out of range.',
    ],
  ])('refuses %j in clear words', async (args, words) => {
    const { exitCode, stderr } = await runFaultCommand(args, url);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });

  it('says so when the stack is not running', async () => {
    const { exitCode, stderr } = await runFaultCommand(['skat', 'hang'], 'http://127.0.0.1:1');
    expect([exitCode, stderr]).toEqual([
      1,
      'Nothing answers at http://127.0.0.1:1.\nIs the system running? Start it with: npm start\n',
    ]);
  });
});
