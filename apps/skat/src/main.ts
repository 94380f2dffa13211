import 'reflect-metadata';
import { runSubgraph } from '@app/subgraph';
import { readConfig } from './skat.config.js';
import { AUTHORITY, SkatModule } from './skat.module.js';

await runSubgraph({ name: AUTHORITY, config: () => readConfig(process.env), module: SkatModule.forRoot });
