export { canariesOf, citizensIn, withCanaries, type Canaries } from './persons/canary.js';
export type {
  AddressFacts,
  AnnualTaxFacts,
  BenefitFacts,
  BenefitKind,
  ChildFacts,
  CitizenFacts,
  ClaimFacts,
  DebtFacts,
  NameFacts,
  PaymentFacts,
  PersonFacts,
  TaxFacts,
} from './persons/citizen-facts.js';
export { factsOf, type FactsOptions } from './persons/facts-of.js';
export { DEFAULT_POPULATION_SEED, syntheticCitizen } from './persons/synthetic/synthetic-facts.js';
export type { PowerOfAttorney, SourceBehaviour, TestPerson } from './persons/test-person.js';
export { findTestPerson, TEST_PERSONS } from './persons/test-persons.js';
export { FakeSource, type FakeReply, type FakeRequest } from './subgraph/fake-source.js';
export { StandIn } from './subgraph/stand-in.js';
export { TestGateway } from './subgraph/test-gateway.js';
export { TestSubgraph, type AskOptions, type Asked, type TestSubgraphOptions } from './subgraph/test-subgraph.js';
export { requireUntouchedAfterRehearsal } from './subgraph/untouched.js';
export { AppProcess, AppStartError } from './stack/app-process.js';
export {
  STACK_APPS,
  STACK_AUTHORITIES,
  STACK_PORTS,
  prefixOf,
  type StackApp,
  type StackAuthority,
  type StackPortName,
  type StackPorts,
} from './stack/apps.js';
export { findFreePorts, findTakenPorts } from './stack/ports.js';
export { RunningStack, type AppChange, type StackOptions, type StackUrls } from './stack/running-stack.js';
