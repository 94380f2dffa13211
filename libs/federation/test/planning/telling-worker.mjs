/** Stands in for planning-worker.js: does what the document says, and tells what a real one must not know. */
import { parentPort } from 'node:worker_threads';

let loads = 0;

parentPort.on('message', (task) => parentPort.postMessage({ kind: 'done', result: run(task) }));

function run(task) {
  if (task.kind === 'load') {
    loads += 1;
    return {
      id: task.sdl,
      apiSdl: '',
      subgraphs: [],
      grantsInUse: { isAuthenticated: false, scopes: [], policies: [] },
    };
  }
  if (task.kind === 'release') return 0;
  if (task.request.document === 'exit') process.exit(1);
  if (task.request.document === 'throw') throw new Error('a failure that quotes the document');
  if (task.request.document === 'hang') for (;;);
  return { document: task.request.document, environment: Object.keys(process.env), loads };
}
