import { requireUntouchedAfterRehearsal } from '@app/testing';
import { AUTHORITY, CprModule } from '../src/cpr.module.js';

it('plays the whole request through before it listens, and touches nothing that is real', async () => {
  await requireUntouchedAfterRehearsal({ name: AUTHORITY, module: CprModule.forRoot, rehearsal: CprModule.rehearsal });
});
