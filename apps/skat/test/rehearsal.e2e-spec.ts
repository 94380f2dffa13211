import { requireUntouchedAfterRehearsal } from '@app/testing';
import { AUTHORITY, SkatModule } from '../src/skat.module.js';
import { REHEARSAL } from '../src/sources/skat/skat.rehearsal.js';

it('plays the whole request through before it listens, and touches nothing that is real', async () => {
  await requireUntouchedAfterRehearsal({ name: AUTHORITY, module: SkatModule.forRoot, rehearsal: REHEARSAL });
});
