export {
  gracefulStop,
  type Closer,
  type GracefulStop,
  type GracefulStopOptions,
  type StoppableProcess,
} from './graceful-stop.js';
export { OTHER, type LabelRule } from './label-rule.js';
export { LogSink, stdoutSink, type LogDestination } from './log-sink.js';
export { createLogger, type Logger, type LoggerOptions, type LogLevel, type LogMethod } from './logger.js';
export { maskPersonalData } from './mask.js';
export {
  createMetrics,
  Metrics,
  type Counter,
  type Gauge,
  type Histogram,
  type HistogramOptions,
  type LabelRules,
  type LabelsOf,
  type MetricOptions,
  type ReadOptions,
} from './metrics.js';
export { NestLoggerAdapter } from './nest-logger-adapter.js';
export {
  OperationsServer,
  type ActionResult,
  type OperationsServerOptions,
  type Releases,
} from './operations-server.js';
export { formatTraceparent, newSpan, parseTraceparent, type TraceContext } from './trace-context.js';
