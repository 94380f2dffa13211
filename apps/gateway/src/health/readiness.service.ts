/** Whether this instance takes requests. It never depends on an authority: one being down must not take the page down. */
export class Readiness {
  private state: 'STARTING' | 'READY' | 'STOPPING' = 'STARTING';

  get isReady(): boolean {
    return this.state === 'READY';
  }

  becomeReady(): void {
    if (this.state === 'STARTING') this.state = 'READY';
  }

  beginStopping(): void {
    this.state = 'STOPPING';
  }
}
