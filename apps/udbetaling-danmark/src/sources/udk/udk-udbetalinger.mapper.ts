import type { Payment } from '../../payment/payment.js';
import type { UdbetalingRow } from './udk-udbetalinger.reply.js';

export function toPayment(row: UdbetalingRow): Payment {
  return {
    benefitId: row.bevillingsId,
    benefitName: row.ydelsesnavn,
    payOn: row.dispositionsdato,
    amountOere: row.beloebOere,
  };
}
