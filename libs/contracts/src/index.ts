export { agreementInForce } from './contract/agreement.js';
export {
  CLASSIFICATIONS,
  type Classification,
  type Contract,
  type FieldGroup,
  type GatewayContract,
} from './contract/contract.js';
export { authoritiesIn, loadContract, loadContracts, loadGatewayContract } from './contract/load-contract.js';
export { isOpen, type Opening } from './contract/opening-hours.js';
export type { ServiceTerms } from './contract/service-terms.js';
export { ContractError, formatFinding, isError, type Finding } from './finding.js';
export { composeSupergraph, type Supergraph } from './composition/compose-supergraph.js';
export { loadExamples, type ContractExample } from './examples/load-examples.js';
