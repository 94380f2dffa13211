import type fc from 'fast-check';
import { parse, validate } from 'graphql';
import type { Operation } from '../subjects/subject.js';
import type { ComposedFixture } from '../world/fixture.js';
import { genome } from './gene.js';
import { writeOperation } from './operation-writer.js';

/**
 * Random valid operations over what clients may ask of a fixture.
 *
 * Errors: throws when one is not valid, which is a fault of the writer; none is thrown away.
 */
export function randomOperation(fixture: ComposedFixture): fc.Arbitrary<Operation> {
  return genome.map((choices) => {
    const operation = writeOperation(fixture, choices);
    const [fault] = validate(fixture.apiSchema, parse(operation.document));
    if (fault !== undefined) throw new Error(`${fault.message}\n${operation.document}`);
    return operation;
  });
}
