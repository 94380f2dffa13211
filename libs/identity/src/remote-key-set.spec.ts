import { createServer } from 'node:http';
import { TokenWorkshop } from '../test/token-workshop.js';
import { RemoteKeySet, type KeyRefresh, type RemoteKeySetOptions } from './remote-key-set.js';

const oldKeys = new TokenWorkshop('old').jwks();
const newKeys = new TokenWorkshop('new').jwks();
const bothKeys = { keys: [...oldKeys.keys.slice(0, 1), ...newKeys.keys] };
const URL_OF_KEYS = 'https://login.example.test/jwks';
const MINUTE = 60;

type Answer = () => Response | Promise<Response>;
const json =
  (value: unknown): Answer =>
  () =>
    new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
const down: Answer = () => Promise.reject(new TypeError('fetch failed'));

/** An issuer that answers as the test says, and a clock that the test moves. */
class World {
  seconds = 0;
  answer: Answer = json(oldKeys);
  readonly asked: string[] = [];
  readonly refreshes: KeyRefresh[] = [];
  readonly options: RemoteKeySetOptions = {
    clock: { now: () => new Date(Date.UTC(2026, 2, 2) + this.seconds * 1000) },
    fetch: async (input) => {
      this.asked.push(String(input));
      return this.answer();
    },
    onRefresh: (outcome) => this.refreshes.push(outcome),
  };

  keySet(): RemoteKeySet {
    return new RemoteKeySet({ jwksUrl: URL_OF_KEYS }, this.options);
  }

  /** A set that has seen the old keys at second 0. */
  async warmKeySet(): Promise<RemoteKeySet> {
    const keys = this.keySet();
    await keys.keyFor('old', 'ES256');
    return keys;
  }
}

/** Lets background fetches of the fakes come to their end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'FOUND',
    (fault: { code?: string }) => fault.code,
  );
}

describe('a fresh set', () => {
  it('is fetched once, however many ask for it at the same time', async () => {
    const world = new World();
    const keys = world.keySet();
    const answers = await Promise.all(Array.from({ length: 100 }, () => codeOf(keys.keyFor('old', 'ES256'))));
    expect(new Set(answers)).toEqual(new Set(['FOUND']));
    expect(world.asked).toEqual([URL_OF_KEYS]);
  });

  it('is not asked for again before half of its time, and then in the background', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.seconds = 5 * MINUTE;
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
    expect(world.asked).toHaveLength(1);

    world.seconds = 5 * MINUTE + 1;
    world.answer = () => new Promise(() => undefined);
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
    expect(world.asked).toHaveLength(2);
  });

  it('older than 10 minutes is asked for before it is believed, so a withdrawn key is refused', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.seconds = 10 * MINUTE + 1;
    world.answer = json(newKeys);
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('TOKEN_INVALID');
    expect(await codeOf(keys.keyFor('new', 'ES256'))).toBe('FOUND');
  });
});

describe('T15 rotation', () => {
  it('finds a new key within the cool-down, and the old one as long as it is published', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.answer = json(bothKeys);
    world.seconds = 29;
    expect(await codeOf(keys.keyFor('new', 'ES256'))).toBe('TOKEN_INVALID');
    world.seconds = 30;
    expect(await codeOf(keys.keyFor('new', 'ES256'))).toBe('FOUND');
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
  });
});

describe('T16 outage of the issuer', () => {
  it('leaves the known keys in use for 24 hours, without waiting for the issuer once it is known to fail', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.answer = down;
    for (const minute of [6, 11, 60, 24 * 60 - 1]) {
      world.seconds = minute * MINUTE;
      expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
      await settled();
    }
    const asked = world.asked.length;
    world.seconds = 24 * 60 * MINUTE;
    world.answer = () => new Promise(() => undefined);
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
    expect(world.asked).toHaveLength(asked + 1);
  });

  it('ends the use of the known keys after 24 hours, until the issuer is back', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.answer = down;
    world.seconds = 24 * 60 * MINUTE + 1;
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('KEYS_UNAVAILABLE');
    world.answer = json(oldKeys);
    world.seconds += 1;
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
  });

  it('cannot tell about an unknown key: KEYS_UNAVAILABLE, and TOKEN_INVALID once the issuer answers', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.seconds = 60;
    world.answer = down;
    expect(await codeOf(keys.keyFor('new', 'ES256'))).toBe('KEYS_UNAVAILABLE');
    world.seconds = 120;
    world.answer = json(oldKeys);
    expect(await codeOf(keys.keyFor('new', 'ES256'))).toBe('TOKEN_INVALID');
  });

  it('at the start is KEYS_UNAVAILABLE, asked again ten times a second at most', async () => {
    const world = new World();
    world.answer = down;
    const keys = world.keySet();
    for (let call = 0; call < 10; call++) expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('KEYS_UNAVAILABLE');
    expect(world.asked).toHaveLength(1);
    world.seconds = 0.1;
    world.answer = json(oldKeys);
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
  });

  it.each<[string, Answer, string]>([
    ['nothing', down, 'fetch failed'],
    ['an error', () => new Response('{"keys":[]}', { status: 500 }), 'status 500'],
    ['no content', () => new Response(null, { status: 204 }), 'status 204'],
    ['an empty set', json({ keys: [] }), 'no usable key'],
    ['HTML', () => new Response('<html>canary</html>'), 'answer is not JSON'],
    ['half a body', () => new Response('{"keys":[{"kty":"EC"'), 'answer is not JSON'],
    ['another JSON', json(['keys']), 'no usable key'],
    ['a set that is too large', json({ ...newKeys, pad: 'x'.repeat(300_000) }), 'answer too large'],
    [
      'an endless body',
      () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) })),
      'answer too large',
    ],
  ])('or %s instead of keys leaves the last good set in use', async (_name, answer, reason) => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.seconds = 11 * MINUTE;
    world.answer = answer;
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
    expect(await codeOf(keys.keyFor('new', 'ES256'))).toBe('KEYS_UNAVAILABLE');
    expect(world.refreshes).toEqual([
      { ok: true, keys: 2 },
      { ok: false, reason },
    ]);
  });
});

describe('a start before the issuer', () => {
  it('asks in the background until there is a key, and then no more', async () => {
    const world = new World();
    world.answer = down;
    const keys = world.keySet();
    const giveUp = keys.refreshUntilKnown(0);
    while (world.asked.length < 3) await settled();
    world.answer = json(oldKeys);
    while (!world.refreshes.some(({ ok }) => ok)) await settled();
    const asked = world.asked.length;
    for (let turn = 0; turn < 20; turn += 1) await settled();
    expect(world.asked).toHaveLength(asked);
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
    giveUp();
  });

  it('can be given up', async () => {
    const world = new World();
    world.answer = down;
    world.keySet().refreshUntilKnown(0)();
    for (let turn = 0; turn < 20; turn += 1) await settled();
    expect(world.asked.length).toBeLessThanOrEqual(1);
  });
});

describe('T17 flood', () => {
  it('of 1 000 unknown keys costs one fetch per cool-down', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.seconds = 30;
    const flood = (name: string) =>
      Promise.all(Array.from({ length: 1_000 }, (_, index) => codeOf(keys.keyFor(`${name}-${index}`, 'ES256'))));

    expect(new Set(await flood('first'))).toEqual(new Set(['TOKEN_INVALID']));
    expect(world.asked).toHaveLength(2);
    world.seconds = 59;
    await flood('second');
    expect(world.asked).toHaveLength(2);
    world.seconds = 60;
    await flood('third');
    expect(world.asked).toHaveLength(3);
  });

  it('costs no more while the issuer is down', async () => {
    const world = new World();
    const keys = await world.warmKeySet();
    world.seconds = 60;
    world.answer = down;
    for (let index = 0; index < 1_000; index++)
      expect(await codeOf(keys.keyFor(`k-${index}`, 'ES256'))).toBe('KEYS_UNAVAILABLE');
    expect(world.asked).toHaveLength(2);
  });
});

describe('discovery', () => {
  const issuer = 'https://login.example.test';
  const documents = (discovery: unknown) => (url: string) => json(url.endsWith('/jwks') ? oldKeys : discovery)();
  const keySetFor = (world: World, discovery: unknown, name = issuer) =>
    new RemoteKeySet(
      { issuer: name },
      {
        ...world.options,
        fetch: async (input) => {
          world.asked.push(String(input));
          return documents(discovery)(String(input));
        },
      },
    );

  it('finds the keys of the issuer', async () => {
    const world = new World();
    const keys = keySetFor(world, { issuer, jwks_uri: URL_OF_KEYS });
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
    expect(world.asked).toEqual([`${issuer}/.well-known/openid-configuration`, URL_OF_KEYS]);
  });

  it.each([
    ['of another issuer', { issuer: 'https://other.example.test', jwks_uri: URL_OF_KEYS }],
    ['of nearly the same issuer', { issuer: `${issuer}/`, jwks_uri: URL_OF_KEYS }],
    ['that leads from https to http', { issuer, jwks_uri: 'http://login.example.test/jwks' }],
    ['that leads into the file system', { issuer, jwks_uri: 'file:///etc/jwks' }],
    ['without an address', { issuer }],
  ])('is not followed %s', async (_name, discovery) => {
    const world = new World();
    expect(await codeOf(keySetFor(world, discovery).keyFor('old', 'ES256'))).toBe('KEYS_UNAVAILABLE');
    expect(world.asked).toHaveLength(1);
  });
});

describe('over a real connection', () => {
  async function serving(handler: Parameters<typeof createServer>[1]): Promise<AsyncDisposable & { url: string }> {
    const server = createServer(handler);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return {
      url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/jwks`,
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  it('gives up an issuer that hangs, or that drips, at the time limit', async () => {
    for (const drip of [false, true]) {
      await using server = await serving((_request, response) => {
        if (drip) response.writeHead(200).write('{"keys":');
      });
      const outcomes: KeyRefresh[] = [];
      const keys = new RemoteKeySet(
        { jwksUrl: server.url },
        { timeLimitMs: 50, onRefresh: (outcome) => outcomes.push(outcome) },
      );
      expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('KEYS_UNAVAILABLE');
      expect(outcomes).toEqual([{ ok: false, reason: 'no answer in time' }]);
    }
  });

  it('follows no redirect', async () => {
    let calls = 0;
    await using server = await serving((_request, response) => {
      calls++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await codeOf(new RemoteKeySet({ jwksUrl: server.url }).keyFor('old', 'ES256'))).toBe('KEYS_UNAVAILABLE');
    expect(calls).toBe(1);
  });

  it('reads the keys', async () => {
    await using server = await serving((_request, response) => void response.end(JSON.stringify(oldKeys)));
    const keys = new RemoteKeySet({ jwksUrl: server.url });
    await keys.refresh();
    expect(await codeOf(keys.keyFor('old', 'ES256'))).toBe('FOUND');
  });
});
