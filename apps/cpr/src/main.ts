import { runCpr } from './run-cpr.js';

await runCpr(process.env);
