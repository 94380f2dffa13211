import { runSkat } from './run-skat.js';

await runSkat(process.env);
