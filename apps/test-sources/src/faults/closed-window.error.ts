/** The source is in a service window for the asked person. */
export class ClosedWindowError extends Error {
  constructor() {
    super('closed');
    this.name = 'ClosedWindowError';
  }
}
