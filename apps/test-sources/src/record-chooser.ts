import type { CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import { findTestPerson, TEST_PERSONS, type SourceBehaviour } from '@app/testing';
import { ClosedWindowError } from './faults/closed-window.error.js';
import { currentCall } from './faults/source-call.js';
import { SwapDesk } from './faults/swap-desk.js';
import type { Source } from './source.js';

/** Whose number stands in the envelope of an answer, and whose rows are in it. */
export interface ChosenRecord {
  readonly envelope: CprNumber;
  readonly rows: CprNumber;
}

const BEHAVIOURS: ReadonlyMap<CprNumber, SourceBehaviour> = new Map(
  TEST_PERSONS.flatMap(({ cprNumber, sourceBehaviour }) =>
    sourceBehaviour === undefined ? [] : [[cprNumber, sourceBehaviour]],
  ),
);

/** Decides whose record an authority module answers with; the asked person's, unless a fault or a test person says otherwise. */
export class RecordChooser {
  private readonly desks: Readonly<Record<Source, SwapDesk>> = {
    cpr: new SwapDesk(),
    'udbetaling-danmark': new SwapDesk(),
    skat: new SwapDesk(),
  };

  /** Errors: `ClosedWindowError`, which the shell answers in the source's own form. */
  async recordFor(asked: CprNumber): Promise<ChosenRecord> {
    const call = currentCall();
    if (call === undefined) return { envelope: asked, rows: asked };
    const { source, fault } = call;
    const behaviour = BEHAVIOURS.get(asked);
    if (behaviour?.source === source) return recordByBehaviour(behaviour);
    switch (fault?.kind) {
      case 'other-person':
        return { envelope: otherThan(asked), rows: otherThan(asked) };
      case 'right-echo-wrong-record':
        return { envelope: asked, rows: otherThan(asked) };
      case 'swapped': {
        const other = await this.desks[source].swap(asked, fault.waitMs);
        return { envelope: other, rows: other };
      }
      default:
        return { envelope: asked, rows: asked };
    }
  }
}

function recordByBehaviour(behaviour: SourceBehaviour): ChosenRecord {
  if (behaviour.kind === 'closed-window') throw new ClosedWindowError();
  return { envelope: behaviour.instead, rows: behaviour.instead };
}

/** Someone else with data at every authority. */
export function otherThan(asked: CprNumber): CprNumber {
  const others = ['parent', 'debtor-instalments'].flatMap((key) => findTestPerson(key)?.cprNumber ?? []);
  const other = others.find((number) => number !== asked);
  if (other === undefined) throw new ExposureError('INTERNAL');
  return other;
}
