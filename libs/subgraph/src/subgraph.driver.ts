import { Injectable } from '@nestjs/common';
import { AbstractGraphQLDriver, GraphQLFederationFactory, type GqlModuleOptions } from '@nestjs/graphql';
import type { CprNumber } from '@app/domain';
import type { Express } from 'express';
import type { GraphQLSchema } from 'graphql';
import { SubgraphEndpoint, type SubgraphEndpointOptions } from './endpoint/subgraph-endpoint.js';
import { guardCitizen, guardEntities } from './schema/citizen-guard.js';

export interface SubgraphDriverOptions
  extends GqlModuleOptions<SubgraphDriver>, Omit<SubgraphEndpointOptions, 'schema'> {
  readonly hashOfOwner: (owner: CprNumber) => string;
  /** Filled by Nest from `generateSchema`. */
  schema?: GraphQLSchema;
}

/**
 * Nest's resolvers and `@apollo/subgraph`'s schema, served by our own endpoint. Apollo Server is not used here: a
 * subgraph needs no landing page, no GET, no batches, no uploads and no plugins, and each of them would be a way around
 * the token.
 */
@Injectable()
export class SubgraphDriver extends AbstractGraphQLDriver<SubgraphDriverOptions> {
  private endpoint: SubgraphEndpoint | undefined;

  constructor(private readonly factory: GraphQLFederationFactory) {
    super();
  }

  override async generateSchema(options: SubgraphDriverOptions): Promise<GraphQLSchema> {
    const schema = await this.factory.generateSchema(options);
    return guardEntities(guardCitizen(schema, options.hashOfOwner));
  }

  async start({ schema, verifyToken, logger, observe, broken }: SubgraphDriverOptions): Promise<void> {
    if (schema === undefined) throw new Error('Nest has not generated the schema');
    const endpoint = new SubgraphEndpoint({ schema, verifyToken, logger, observe, broken });
    this.endpoint = endpoint;
    const express = this.httpAdapterHost.httpAdapter.getInstance<Express>();
    express.all('/graphql', (request, response) => endpoint.handle(request, response));
  }

  async stop(): Promise<void> {
    await this.endpoint?.drain();
  }
}
