import type { CalendarDate } from '@app/domain';
import { protectionsInForce, withheldGroups, type ProtectionKind, type RegisteredProtections } from './protection.js';

const today: CalendarDate = '2026-06-15';
const open = { from: '2020-01-01' } as const;
const over = { from: '2020-01-01', to: '2026-06-14' } as const;
const planned = { from: '2026-06-16' } as const;
const lastDay = { from: '2020-01-01', to: '2026-06-15' } as const;

const withheldOf = (registered: RegisteredProtections) => withheldGroups(protectionsInForce(registered, today));
const all = ['NAME', 'ADDRESS'];

describe('what is withheld', () => {
  it.each<[string, RegisteredProtections, readonly string[]]>([
    ['no protection', [], []],
    ['protections were not sent', undefined, all],
    ['name and address', [{ kind: 'NAME_AND_ADDRESS', period: open }], all],
    ['name and address, last day', [{ kind: 'NAME_AND_ADDRESS', period: lastDay }], all],
    ['name and address, since ever', [{ kind: 'NAME_AND_ADDRESS', period: {} }], all],
    ['name and address, over since yesterday', [{ kind: 'NAME_AND_ADDRESS', period: over }], []],
    ['name and address, from tomorrow', [{ kind: 'NAME_AND_ADDRESS', period: planned }], []],
    ['name and address, unreadable period', [{ kind: 'NAME_AND_ADDRESS', period: 'UNREADABLE' }], all],
    ['an unknown kind', [{ kind: 'UNKNOWN', period: open }], all],
    ['an unknown kind that is over', [{ kind: 'UNKNOWN', period: over }], []],
    ['local directory', [{ kind: 'LOCAL_DIRECTORY', period: open }], []],
    ['marketing', [{ kind: 'MARKETING', period: open }], []],
    ['research', [{ kind: 'RESEARCH', period: open }], []],
    ['harmless, unreadable period', [{ kind: 'MARKETING', period: 'UNREADABLE' }], []],
    [
      'harmless and not',
      [
        { kind: 'MARKETING', period: open },
        { kind: 'NAME_AND_ADDRESS', period: open },
      ],
      all,
    ],
  ])('%s', (_case, registered, expected) => {
    expect(withheldOf(registered)).toEqual(expected);
  });

  it('a kind that somebody adds to the list without thinking of this rule is withheld', () => {
    const added: string = 'NEW_KIND';
    expect(withheldOf([{ kind: added as ProtectionKind, period: open }])).toEqual(all);
  });
});

describe('protections in force', () => {
  it('are shown with their days', () => {
    expect(
      protectionsInForce(
        [
          { kind: 'MARKETING', period: lastDay },
          { kind: 'RESEARCH', period: over },
          { kind: 'UNKNOWN', period: 'UNREADABLE' },
        ],
        today,
      ),
    ).toEqual([
      { kind: 'MARKETING', effectiveFrom: '2020-01-01', effectiveTo: '2026-06-15' },
      { kind: 'UNKNOWN', effectiveFrom: null, effectiveTo: null },
    ]);
  });

  it('that were not sent are one unknown protection', () => {
    expect(protectionsInForce(undefined, today)).toEqual([{ kind: 'UNKNOWN', effectiveFrom: null, effectiveTo: null }]);
  });
});
