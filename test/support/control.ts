import type { RunningStack, StackAuthority } from '@app/testing';

export interface SourceCalls {
  readonly total: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
}

/** The control endpoint of the test sources. */
export class SourceControl {
  constructor(private readonly stack: RunningStack) {}

  /** `options`: as the control endpoint takes them, e.g. `{ latencyMs: 50 }`. */
  async setFault(source: StackAuthority, kind: string, options: object = {}): Promise<void> {
    await this.request('PUT', `/faults/${source}`, { kind, ...options });
  }

  async clearFault(source: StackAuthority): Promise<void> {
    await this.request('DELETE', `/faults/${source}`);
  }

  async callsTo(source: StackAuthority): Promise<SourceCalls> {
    const calls = (await this.request('GET', '/calls')) as Record<string, SourceCalls>;
    const found = calls[source];
    if (found === undefined) throw new Error(`no count of calls to ${source}`);
    return found;
  }

  private async request(method: string, address: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.stack.urls.control}${address}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${address} answered ${response.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }
}
