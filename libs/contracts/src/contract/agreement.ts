import type { CalendarDate } from '@app/domain';

/** Whether the agreement covers the day; its first and its last day belong to it. */
export function agreementInForce(
  contract: { readonly agreement: { readonly validFrom: string; readonly expiresOn: string } },
  today: CalendarDate,
): boolean {
  const { validFrom, expiresOn } = contract.agreement;
  return validFrom <= today && today <= expiresOn;
}
