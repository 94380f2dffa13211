export interface OpenPeriodRule {
  readonly openMs: number;
  readonly openMsMax: number;
  readonly jitterPercent: number;
}

/**
 * How long to stay open. Unit: milliseconds.
 *
 * Doubles with each opening in a row up to `openMsMax`, which holds after jitter too. Jitter keeps the instances of
 * the gateway from probing an authority at the same moment.
 */
export function openPeriodMs(rule: OpenPeriodRule, openingsInARow: number, random: () => number): number {
  const nominal = Math.min(rule.openMs * 2 ** (openingsInARow - 1), rule.openMsMax);
  const spread = (rule.jitterPercent / 100) * (2 * random() - 1);
  return Math.min(Math.round(nominal * (1 + spread)), rule.openMsMax);
}
