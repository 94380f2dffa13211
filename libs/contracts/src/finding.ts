/** A fault in a contract, a schema or an example, told so that its author can mend it without asking. */
export interface Finding {
  readonly file: string;
  /** Unit: lines, the first is 1. */
  readonly line: number;
  /** Stable name of the broken rule, `area/rule`: `ownership/override`. Listed in contracts/README.md. */
  readonly rule: string;
  readonly reason: string;
  readonly fix: string;
  /** A warning does not refuse the contract. */
  readonly severity: 'error' | 'warning';
}

/** Thrown when contracts cannot be used; carries every fault that was found, not the first one only. */
export class ContractError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    super(`${findings.length} fault(s) in the contracts:\n${findings.map(formatFinding).join('\n')}`);
    this.name = 'ContractError';
  }
}

export function isError(finding: Finding): boolean {
  return finding.severity === 'error';
}

/** Three lines for a terminal: place and rule, why, how to mend it. */
export function formatFinding({ file, line, severity, rule, reason, fix }: Finding): string {
  return `${file}:${line}  ${severity}  ${rule}\n    ${reason}\n    Fix: ${fix}`;
}

/** By file, then line, so that a list can be worked off from top to bottom. */
export function inReadingOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line);
}
