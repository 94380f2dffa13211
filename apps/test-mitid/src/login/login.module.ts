import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { urlencoded } from 'express';
import { ProviderModule } from '../provider/provider.module.js';
import { LoginController } from './login.controller.js';
import { StartController } from './start.controller.js';

@Module({ imports: [ProviderModule], controllers: [LoginController, StartController] })
export class LoginModule implements NestModule {
  /** Only here: the provider reads the bodies of its own routes itself. */
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 })).forRoutes(LoginController);
  }
}
