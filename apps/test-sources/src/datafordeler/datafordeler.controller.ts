import { Body, Controller, HttpCode, Post, Res, ValidationPipe } from '@nestjs/common';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { TEST_PERSONS, type CitizenFacts } from '@app/testing';
import type { Response } from 'express';
import { execute, parse, specifiedRules, validate, type DocumentNode, type GraphQLError } from 'graphql';
import { FactsService } from '../facts.service.js';
import { RecordChooser } from '../record-chooser.js';
import { childNodeOf, personNodeOf } from './person.wire.js';
import { PersonQueryInput } from './person-query.input.js';
import { publicSectorPerson } from './public-sector-person.schema.js';
import { protectionsSelected, withoutAliases } from './selection.guard.js';

const checked = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true });
const rules = [...specifiedRules, withoutAliases, protectionsSelected];

interface Filter {
  readonly input: { readonly personnummer: { readonly personnummer: { readonly in: readonly string[] } } };
}

/** The Datafordeler's GraphQL service for CPR, public sector, over invented citizens. */
@Controller('datafordeler/CPR/custom/PublicSectorPerson/v2')
export class DatafordelerController {
  constructor(
    private readonly facts: FactsService,
    private readonly records: RecordChooser,
  ) {}

  @Post()
  @HttpCode(200)
  async answer(@Body(checked) { query, variables }: PersonQueryInput, @Res({ passthrough: true }) response: Response) {
    const document = parsed(query);
    const errors = document instanceof Error ? [document] : validate(publicSectorPerson, document, rules);
    if (document instanceof Error || errors.length > 0) {
      response.status(400);
      return { errors: errors.map(({ message }) => ({ message })) };
    }
    return execute({
      schema: publicSectorPerson,
      document,
      variableValues: variables ?? {},
      rootValue: { CPRCustom_PublicSectorPerson: ({ input }: Filter) => this.find(input.personnummer.personnummer.in) },
    });
  }

  private async find(texts: readonly string[]) {
    const asked = texts.flatMap((text) => parseCprNumber(text) ?? []);
    const found = await Promise.all(asked.map((number) => this.nodeOf(number)));
    return { nodes: found.filter((node) => node !== undefined) };
  }

  /** There is no envelope here: whoever's rows they are, their own numbers stand in them. */
  private async nodeOf(asked: CprNumber) {
    const { rows: number } = await this.records.recordFor(asked);
    const facts = this.personOf(number);
    if (facts !== undefined) return personNodeOf(facts);
    const child = this.testPersons()
      .flatMap(({ person }) => person.children)
      .find(({ cprNumber }) => cprNumber === number);
    return child === undefined ? undefined : childNodeOf(child);
  }

  /** One person, one record, whichever of the person's numbers it is asked by. */
  private personOf(number: CprNumber): CitizenFacts | undefined {
    const facts = this.facts.factsOf(number);
    if (facts?.person.statusCode !== '60') return facts;
    const successor = this.testPersons().find(({ person }) =>
      person.replacedNumbers.some(({ cprNumber }) => cprNumber === number),
    );
    return successor ?? facts;
  }

  private testPersons(): readonly CitizenFacts[] {
    return TEST_PERSONS.flatMap(({ cprNumber }) => this.facts.factsOf(cprNumber) ?? []);
  }
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: 1_000 });
  } catch (error) {
    return error as GraphQLError;
  }
}
