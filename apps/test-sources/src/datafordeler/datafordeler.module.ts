import { Module } from '@nestjs/common';
import { DatafordelerController } from './datafordeler.controller.js';

/** Stands in for the Datafordeler. `FactsService` and `RecordChooser` come from the shell. */
@Module({ controllers: [DatafordelerController] })
export class DatafordelerModule {}
