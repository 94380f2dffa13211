export { ConfigurationError, parseEnv, type Environment } from './parse-env.js';
export { flag, frozenAt, httpUrl, logLevel, milliseconds, port } from './variables.js';
