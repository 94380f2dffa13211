/** NestJS on Express with `ApolloGatewayDriver`, as their documentation puts them together. */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { ApolloGatewayDriver } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';

class AppModule {}
Module({
  imports: [
    GraphQLModule.forRoot({
      driver: ApolloGatewayDriver,
      server: {},
      gateway: { supergraphSdl: readFileSync(process.env.BENCH_SUPERGRAPH, 'utf8') },
    }),
  ],
})(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: app.getHttpServer().address().port })}\n`);
