import 'reflect-metadata';
import { runSubgraph } from '@app/subgraph';
import { readConfig } from './cpr.config.js';
import { AUTHORITY, CprModule } from './cpr.module.js';

await runSubgraph({ name: AUTHORITY, config: () => readConfig(process.env), module: CprModule.forRoot });
