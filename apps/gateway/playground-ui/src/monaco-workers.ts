/**
 * The editor's workers as files of our own build, so that `worker-src 'self'` is enough.
 * Must be loaded before GraphiQL. Not `graphiql/setup-workers/vite`: dependency pre-bundling breaks it
 * (github.com/graphql/graphiql/pull/4473). Without the JSON worker the variables editor fails with `toUrl`.
 */
import type { Environment } from 'monaco-editor';
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

const environment: Environment = {
  getWorker(_workerId: string, label: string): Worker {
    if (label === 'json') return new JsonWorker();
    if (label === 'graphql') return new GraphQLWorker();
    return new EditorWorker();
  },
};
Object.assign(globalThis, { MonacoEnvironment: environment });
