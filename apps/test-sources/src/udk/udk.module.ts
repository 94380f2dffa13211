import { Module } from '@nestjs/common';
import { UdkController } from './udk.controller.js';

/** Stands in for Udbetaling Danmark. `FactsService` and `RecordChooser` come from the shell. */
@Module({ controllers: [UdkController] })
export class UdkModule {}
