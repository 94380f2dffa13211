import 'reflect-metadata';
import { runSubgraph } from '@app/subgraph';
import { readConfig } from './udbetaling-danmark.config.js';
import { AUTHORITY, UdbetalingDanmarkModule } from './udbetaling-danmark.module.js';

await runSubgraph({
  name: AUTHORITY,
  config: () => readConfig(process.env),
  module: UdbetalingDanmarkModule.forRoot,
});
