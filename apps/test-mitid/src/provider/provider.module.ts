import { Module } from '@nestjs/common';
import { ProviderHost } from './provider-host.service.js';

@Module({ providers: [ProviderHost], exports: [ProviderHost] })
export class ProviderModule {}
