import type { Grants } from './planner.js';

/** One thing that a caller must have. `anyOf`: at least one of the lists in full. */
export type Requirement =
  | { readonly kind: 'authentication' }
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] };

export const AUTHENTICATION: Requirement = { kind: 'authentication' };

/** Whether every one of the requirements is met. */
export function areGranted(requirements: readonly Requirement[], grants: Grants): boolean {
  return requirements.every((requirement) =>
    requirement.kind === 'authentication'
      ? grants.isAuthenticated
      : requirement.anyOf.some((all) => all.every((name) => grants[requirement.kind].includes(name))),
  );
}

/** Every grant that is asked for anywhere; no other one can change what is granted. */
export function grantsAskedFor(requirements: readonly Requirement[]): Grants {
  return {
    isAuthenticated: requirements.some(({ kind }) => kind === 'authentication'),
    scopes: namesIn(requirements, 'scopes'),
    policies: namesIn(requirements, 'policies'),
  };
}

function namesIn(requirements: readonly Requirement[], wanted: 'scopes' | 'policies'): readonly string[] {
  const names = requirements.flatMap((requirement) => (requirement.kind === wanted ? requirement.anyOf.flat() : []));
  return [...new Set(names)].sort();
}
