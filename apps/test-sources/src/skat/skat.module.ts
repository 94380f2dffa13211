import { Module } from '@nestjs/common';
import { SkatController } from './skat.controller.js';

/** Stands in for Skattestyrelsen and Gældsstyrelsen. `FactsService` and `RecordChooser` come from the shell. */
@Module({ controllers: [SkatController] })
export class SkatModule {}
