import { requireUntouchedAfterRehearsal } from '@app/testing';
import { AUTHORITY, SkatModule } from '../src/skat.module.js';

it('plays the whole request through before it listens, and touches nothing that is real', async () => {
  await requireUntouchedAfterRehearsal({
    name: AUTHORITY,
    module: SkatModule.forRoot,
    rehearsal: SkatModule.rehearsal,
  });
});
