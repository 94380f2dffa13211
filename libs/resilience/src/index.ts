export { BreakerOpenError } from './breaker-open-error.js';
export { Bulkhead, BulkheadFullError } from './bulkhead.js';
export type {
  BreakerChange,
  BreakerCounts,
  BreakerReason,
  BreakerState,
  CircuitBreaker,
  CircuitBreakerOptions,
  Verdict,
} from './circuit-breaker.js';
export { Deadline, DeadlineExceededError } from './deadline.js';
export { createCircuitBreaker } from './guarded-breaker.js';
export type { Probe } from './probe.js';
export { RetryBudget, type RetryBudgetOptions } from './retry-budget.js';
export { systemTimers, type CancelTimer, type Timers } from './timers.js';
