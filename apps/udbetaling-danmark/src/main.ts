import { runUdbetalingDanmark } from './run-udbetaling-danmark.js';

await runUdbetalingDanmark(process.env);
