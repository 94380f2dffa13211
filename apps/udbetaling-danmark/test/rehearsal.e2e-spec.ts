import { requireUntouchedAfterRehearsal } from '@app/testing';
import { AUTHORITY, UdbetalingDanmarkModule } from '../src/udbetaling-danmark.module.js';

it('plays the whole request through before it listens, and touches nothing that is real', async () => {
  await requireUntouchedAfterRehearsal({
    name: AUTHORITY,
    module: UdbetalingDanmarkModule.forRoot,
    rehearsal: UdbetalingDanmarkModule.rehearsal,
  });
});
