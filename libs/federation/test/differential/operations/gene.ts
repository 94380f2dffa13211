import fc from 'fast-check';

/**
 * Choices of one selection, without a schema: numbers that the renderer takes modulo what there is to choose from, so that every
 * gene is a valid selection everywhere and zero is always the plainest choice. That is what makes failures shrink well.
 */
export interface Gene {
  readonly kind: number;
  readonly pick: number;
  readonly alias: number;
  readonly condition: number;
  readonly defer: number;
  readonly choices: readonly number[];
  readonly children: readonly Gene[];
}

export interface Genome {
  readonly operation: number;
  readonly switches: readonly number[];
  readonly selections: readonly Gene[];
}

const DEPTH_MAX = 6;
const choice = fc.noBias(fc.nat(999));

const gene: (depth: number) => fc.Arbitrary<Gene> = fc.memo((depth) =>
  fc.record({
    kind: fc.noBias(fc.nat(19)),
    pick: choice,
    alias: fc.noBias(fc.nat(11)),
    condition: fc.noBias(fc.nat(23)),
    defer: fc.noBias(fc.nat(11)),
    choices: fc.array(choice, { maxLength: 6 }),
    children: depth <= 1 ? fc.constant([]) : fc.noBias(fc.array(gene(depth - 1), { maxLength: 3 })),
  }),
);

export const genome: fc.Arbitrary<Genome> = fc.record({
  operation: fc.noBias(fc.nat(5)),
  switches: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
  selections: fc.noBias(fc.array(gene(DEPTH_MAX), { minLength: 1, maxLength: 4 })),
});
