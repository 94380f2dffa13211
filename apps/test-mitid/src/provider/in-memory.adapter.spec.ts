import { jest } from '@jest/globals';
import { InMemoryStore } from './in-memory.adapter.js';

describe('InMemoryStore', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('keeps kinds apart and forgets what has expired', async () => {
    const store = new InMemoryStore();
    const [codes, grants] = [store.adapterFor('AuthorizationCode'), store.adapterFor('Grant')];
    await codes.upsert('1', { kind: 'code' }, 60);
    await grants.upsert('1', { kind: 'grant' }, 120);
    expect([await codes.find('1'), await grants.find('1')]).toEqual([{ kind: 'code' }, { kind: 'grant' }]);

    jest.advanceTimersByTime(60_000);
    expect([await codes.find('1'), await grants.find('1')]).toEqual([undefined, { kind: 'grant' }]);
    await codes.upsert('2', {}, 60);
    expect(store.size).toBe(2);
  });

  it('finds a session by its public id, as long as it is there', async () => {
    const sessions = new InMemoryStore().adapterFor('Session');
    await sessions.upsert('secret-1', { uid: 'public' }, 60);
    await sessions.upsert('secret-2', { uid: 'public' }, 60);
    await sessions.destroy('secret-1');
    expect(await sessions.findByUid('public')).toEqual({ uid: 'public' });
    await sessions.destroy('secret-2');
    expect(await sessions.findByUid('public')).toBeUndefined();
  });

  it('revokes all that came of one grant', async () => {
    const store = new InMemoryStore();
    const codes = store.adapterFor('AuthorizationCode');
    await codes.upsert('1', { grantId: 'a' }, 60);
    await codes.upsert('2', { grantId: 'b' }, 60);
    await codes.revokeByGrantId('a');
    expect([await codes.find('1'), await codes.find('2')]).toEqual([undefined, { grantId: 'b' }]);
  });

  it('marks a code as used', async () => {
    const codes = new InMemoryStore().adapterFor('AuthorizationCode');
    await codes.upsert('1', {}, 60);
    await codes.consume('1');
    expect(await codes.find('1')).toEqual({ consumed: Math.floor(Date.now() / 1000) });
  });
});
