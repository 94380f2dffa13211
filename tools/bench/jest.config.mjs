import common from '../../jest.config.mjs';

const { displayName: _unit, testMatch: _default, ...unit } = common.projects[0];

/** The smoke run of the bench, kept out of `npm test`: it takes half a minute and wants a machine to itself. */
export default {
  ...unit,
  rootDir: '../..',
  testMatch: ['<rootDir>/tools/bench/bench.e2e-spec.ts'],
};
