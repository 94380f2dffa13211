import type { ApolloServer, GraphQLResponse } from '@apollo/server';
import { ExposureError } from '@app/errors';
import type { EngineContext } from '@app/federation';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { GraphQLFormattedError } from 'graphql';
import type { AdmittedOperation } from '../admission/admitted-operation.js';
import { toClientErrors } from '../reply/error.reply.js';
import { OverviewGatewayDriver } from './overview-gateway.driver.js';

export interface ExecutionAnswer {
  /** Absent when nothing was executed, because the document or the variables are wrong. */
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Executes admitted operations. */
@Injectable()
export class OperationExecutor {
  constructor(private readonly moduleRef: ModuleRef) {}

  async execute(operation: AdmittedOperation, context: EngineContext): Promise<ExecutionAnswer> {
    const { document, operationName, variables } = operation;
    const { body } = await this.server.executeOperation(
      { query: document, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
      { contextValue: context },
    );
    const { data, errors = [] } = singleResult(body);
    return {
      ...(data === undefined ? {} : { data }),
      ...(errors.length === 0 ? {} : { errors: toClientErrors(errors) }),
    };
  }

  /** Apollo Server is made by the driver, which Nest hands out through its module only. */
  private get server(): ApolloServer {
    const driver: unknown = this.moduleRef.get(GraphQLModule, { strict: false }).graphQlAdapter;
    if (!(driver instanceof OverviewGatewayDriver)) throw new TypeError('the gateway runs on its own driver');
    return driver.instance;
  }
}

function singleResult(body: GraphQLResponse['body']) {
  if (body.kind !== 'single') throw new ExposureError('INTERNAL', { reason: 'incremental answers are not served yet' });
  return body.singleResult;
}
