// A process of its own that appends entries and says after each one that it was acknowledged.
import { openStore } from '../../src/store/connection/open.ts';

const [path = '', name = '', count = '1'] = process.argv.slice(2);
const store = await openStore(path, { now: () => new Date(), newId: () => crypto.randomUUID() });
for (let n = 0; n < Number(count); n++) {
  const run = `${name}-${n}`;
  await store.append(() => [
    {
      actor: name,
      subject: `run/${run}`,
      event: {
        kind: 'run.started',
        body: { v: 1, run, suite: 's', suite_sha256: '', pin: '0.139.0', cli_path: '', checks: [] },
      },
    },
  ]);
  process.stdout.write(`${run}\n`);
}
await store.close();
