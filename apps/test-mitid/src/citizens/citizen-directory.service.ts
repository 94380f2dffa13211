import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CprNumber } from '@app/domain';
import { PERSONS_ON_PAGE, personNumberOf, syntheticNumberOf } from './test-population.js';

/** Somebody who can log in here. */
export interface TestCitizen {
  /** `parent`, or `synthetic-42` for a citizen of the population. */
  readonly key: string;
  /** Pseudonym, `sub` of the tokens. */
  readonly subject: string;
  readonly cprNumber: CprNumber;
}

/** Injection token of the population's seed. */
export const POPULATION_SEED = Symbol('POPULATION_SEED');

const SYNTHETIC_KEY = /^synthetic-(0|[1-9]\d{0,8})$/;
const SYNTHETIC_SUBJECT = /^urn:uuid:c1712e00-0000-8000-8000-([0-9a-f]{12})$/;

/**
 * All who can log in: the test persons by name, the synthetic population by index. Nothing is remembered: a pseudonym
 * is derived from the key, and leads back to it, so that it stays the same after a restart.
 */
@Injectable()
export class CitizenDirectory {
  private readonly keysBySubject = new Map(PERSONS_ON_PAGE.map(({ key }) => [subjectOf(key), key]));

  constructor(@Inject(POPULATION_SEED) private readonly seed: number) {}

  findByKey(key: string): TestCitizen | undefined {
    const cprNumber = personNumberOf(key) ?? this.syntheticNumber(key);
    return cprNumber === undefined ? undefined : { key, subject: subjectOf(key), cprNumber };
  }

  findBySubject(subject: string): TestCitizen | undefined {
    const [, index] = SYNTHETIC_SUBJECT.exec(subject) ?? [];
    const key = index === undefined ? this.keysBySubject.get(subject) : syntheticKey(Number.parseInt(index, 16));
    return key === undefined ? undefined : this.findByKey(key);
  }

  private syntheticNumber(key: string): CprNumber | undefined {
    const [, index] = SYNTHETIC_KEY.exec(key) ?? [];
    return index === undefined ? undefined : syntheticNumberOf(this.seed, Number(index));
  }
}

export function syntheticKey(index: number): string {
  return `synthetic-${index}`;
}

/** A version 8 UUID (RFC 9562), the version for own schemes. */
function subjectOf(key: string): string {
  const [, index] = SYNTHETIC_KEY.exec(key) ?? [];
  if (index !== undefined) return `urn:uuid:c1712e00-0000-8000-8000-${Number(index).toString(16).padStart(12, '0')}`;
  const hex = createHash('sha256').update(`test-mitid\n${key}`).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
