import type { Run } from '../execution/run.js';

/** Something a program does for every request. Never rejects for what a subgraph did. */
export type Task = (run: Run) => Promise<void>;
