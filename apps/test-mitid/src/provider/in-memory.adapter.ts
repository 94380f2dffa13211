import type { Adapter, StoredItem } from 'oidc-provider';

interface Entry {
  readonly item: StoredItem;
  readonly expiresAtMs: number;
}

/** What a login leaves behind between its steps: codes, sessions, grants. Gone with the process. */
export class InMemoryStore {
  private readonly entries = new Map<string, Entry>();
  private readonly keysByGrant = new Map<string, Set<string>>();
  private readonly sessionKeyByUid = new Map<string, string>();
  private lastSweepAtMs = 0;

  /** Handed to the provider, which asks for one adapter per kind of item. */
  readonly adapterFor = (kind: string): Adapter => ({
    upsert: async (id, item, expiresInSeconds) => this.put(`${kind}:${id}`, item, expiresInSeconds ?? Infinity),
    find: async (id) => this.get(`${kind}:${id}`),
    findByUid: async (uid) => this.get(this.sessionKeyByUid.get(uid) ?? ''),
    findByUserCode: async () => undefined, // device flow is off
    consume: async (id) => {
      const item = this.get(`${kind}:${id}`);
      if (item !== undefined) item.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => this.remove(`${kind}:${id}`),
    revokeByGrantId: async (grantId) => {
      for (const key of this.keysByGrant.get(grantId) ?? []) this.remove(key);
      this.keysByGrant.delete(grantId);
    },
  });

  get size(): number {
    return this.entries.size;
  }

  private put(key: string, item: StoredItem, expiresInSeconds: number): void {
    this.sweepNowAndThen();
    this.entries.set(key, { item, expiresAtMs: Date.now() + expiresInSeconds * 1000 });
    if (item.uid !== undefined && key.startsWith('Session:')) this.sessionKeyByUid.set(item.uid, key);
    if (item.grantId === undefined) return;
    const keys = this.keysByGrant.get(item.grantId) ?? new Set();
    this.keysByGrant.set(item.grantId, keys.add(key));
  }

  private get(key: string): StoredItem | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && Date.now() < entry.expiresAtMs ? entry.item : undefined;
  }

  private remove(key: string): void {
    const item = this.entries.get(key)?.item;
    this.entries.delete(key);
    if (item?.uid !== undefined && this.sessionKeyByUid.get(item.uid) === key) this.sessionKeyByUid.delete(item.uid);
    const keys = item?.grantId === undefined ? undefined : this.keysByGrant.get(item.grantId);
    keys?.delete(key);
    if (keys?.size === 0 && item?.grantId !== undefined) this.keysByGrant.delete(item.grantId);
  }

  /** Load tests log in by the thousand; what has expired must not pile up. */
  private sweepNowAndThen(): void {
    const nowMs = Date.now();
    if (nowMs - this.lastSweepAtMs < 10_000) return;
    this.lastSweepAtMs = nowMs;
    for (const [key, { expiresAtMs }] of this.entries) if (expiresAtMs <= nowMs) this.remove(key);
  }
}
