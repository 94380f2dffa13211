import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExchangeTokenSigner, generateSigningKey } from '@app/identity';
import type { Timers } from '@app/resilience';
import { createLogger } from '@app/telemetry';
import { GatewayKeys } from './gateway-keys.js';

/** Time that only moves when a retry is due, and then by its pause. */
class HandTimers implements Timers {
  nowMs = 0;
  pauses: number[] = [];
  private due: (() => void) | undefined;

  now = (): number => this.nowMs;
  wallNow = (): number => this.nowMs;
  after = (ms: number, run: () => void): (() => void) => {
    this.pauses.push(ms);
    this.due = () => {
      this.nowMs += ms;
      run();
    };
    return () => (this.due = undefined);
  };

  get isWaiting(): boolean {
    return this.due !== undefined;
  }

  runDue(): void {
    const { due } = this;
    this.due = undefined;
    due?.();
  }
}

function setUp(jwksUrl: string) {
  const lines: string[] = [];
  const logger = createLogger({ app: 'test', level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const timers = new HandTimers();
  const gateway = new GatewayKeys(jwksUrl, logger, timers);
  return {
    gateway,
    timers,
    levels: () => lines.map((line) => (JSON.parse(line) as { level: string }).level),
    /** One more attempt, to its end. */
    retry: async () => {
      timers.runDue();
      await gateway.keys.refresh();
    },
  };
}

describe('the keys of a gateway that is not up', () => {
  it('are asked for again and again, at first soon', async () => {
    const { gateway, timers, retry } = setUp('http://127.0.0.1:1/jwks.json');
    await gateway.keys.refresh();
    for (let attempt = 0; attempt < 5; attempt += 1) await retry();
    expect(timers.pauses).toEqual([250, 500, 500, 500, 500, 500]);
    expect(gateway.areKnown).toBe(false);
    gateway.onModuleDestroy();
    expect(timers.isWaiting).toBe(false);
  });

  it('are one line of information, and a warning a minute only after half a minute', async () => {
    const { gateway, timers, levels, retry } = setUp('http://127.0.0.1:1/jwks.json');
    await gateway.keys.refresh();
    while (timers.nowMs < 29_000) await retry();
    expect(levels()).toEqual(['info']);
    while (timers.nowMs < 32_000) await retry();
    expect(levels()).toEqual(['info', 'warn']);
    while (timers.nowMs < 95_000) await retry();
    expect(levels()).toEqual(['info', 'warn', 'warn']);
    gateway.onModuleDestroy();
  });

  it('are there without a request as soon as it is up', async () => {
    let isUp = false;
    const signer = new ExchangeTokenSigner({ issuer: 'http://gateway.test', key: await generateSigningKey() });
    const server = createServer((_request, response) => {
      response.writeHead(isUp ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify(signer.publicJwks()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { gateway, timers, levels, retry } = setUp(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`,
    );
    await gateway.keys.refresh();
    isUp = true;
    await retry();
    expect([timers.isWaiting, levels()]).toEqual([false, ['info', 'info']]);
    const { kid } = signer.publicJwks().keys[0] ?? {};
    await expect(gateway.keys.keyFor(String(kid), 'ES256')).resolves.toBeDefined();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
