import type { Logger } from '@app/telemetry';

/** Our logger as something that Nest can inject. */
export class ControlLogger {
  constructor(readonly logger: Logger) {}
}
