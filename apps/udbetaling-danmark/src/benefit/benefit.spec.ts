import { aChildAllowance, aChildBenefit, aHousingBenefit, aStatePension, TODAY } from '../../test/grants.js';
import { benefitsOn } from './benefit.js';

describe('benefits on a day', () => {
  it('puts current ones first and keeps the order of the source otherwise', () => {
    const grants = [
      aHousingBenefit({ id: 'a', status: 'ENDED' }),
      aHousingBenefit({ id: 'b', status: 'UPCOMING' }),
      aChildBenefit({ id: 'c' }),
      aHousingBenefit({ id: 'd', status: 'STOPPED' }),
      aStatePension({ id: 'e' }),
    ];

    expect(benefitsOn(TODAY, grants).map(({ id }) => id)).toEqual(['c', 'e', 'd', 'b', 'a']);
  });

  it('tells the bank day of the next payment', () => {
    expect(benefitsOn('2026-06-15', [aChildAllowance({ nextDueOn: '2026-06-20' })])[0]).toMatchObject({
      status: 'CURRENT',
      nextPaymentOn: '2026-06-19',
    });
  });

  it('tells the status of the declaration, and none where none is needed', () => {
    const none = aChildAllowance({ kind: 'MULTIPLE_BIRTH', declarationRequest: null });

    expect(benefitsOn(TODAY, [aChildAllowance(), none])).toMatchObject([
      { singleProviderDeclaration: { status: 'AWAITING_ANSWER', answerBy: '2026-11-30', answeredOn: null } },
      { singleProviderDeclaration: null },
    ]);
  });

  it('stops an allowance whose declaration was not answered in time, also where the source still pays', () => {
    const grant = aChildAllowance({ declarationRequest: { answerBy: '2026-05-31', answeredOn: null } });

    expect(benefitsOn(TODAY, [grant])[0]).toMatchObject({
      status: 'STOPPED',
      nextPaymentOn: null,
      singleProviderDeclaration: { status: 'DEADLINE_PASSED' },
    });
  });

  it('leaves an allowance that ended as it is, answered or not', () => {
    const grant = aChildAllowance({
      status: 'ENDED',
      declarationRequest: { answerBy: '2025-11-30', answeredOn: null },
    });

    expect(benefitsOn(TODAY, [grant])[0]).toMatchObject({ status: 'ENDED' });
  });
});
