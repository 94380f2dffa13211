/** Planner limits that one variable each can switch off. */
const LIMIT_SWITCHES = [
  'APOLLO_DISABLE_SECURITY_RECURSIVE_SELECTIONS_CHECK',
  'APOLLO_DISABLE_SECURITY_NON_LOCAL_SELECTIONS_CHECK',
];

/**
 * Apollo's packages read these variables themselves and have no options for them.
 *
 * Errors: throws when a limit of the planner is switched off: one query could keep this process busy.
 */
export function makeApolloSafe(environment: NodeJS.ProcessEnv): void {
  // Since 2.14 the gateway reports to Apollo and looks for cloud metadata unless told not to.
  environment['APOLLO_TELEMETRY_DISABLED'] = 'true';
  for (const name of LIMIT_SWITCHES)
    if (environment[name] === 'true') throw new Error(`${name} switches off a limit of the planner`);
}
