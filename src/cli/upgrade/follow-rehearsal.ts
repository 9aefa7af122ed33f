import type { RehearsalEvent } from '../../app/upgrade/rehearsal/rehearse.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import type { RewrittenLine } from '../program/rewritten-line.ts';

/** The rehearsal, once it has ended, with its progress shown. */
export async function followRehearsal(
  events: AsyncIterable<RehearsalEvent>,
  line: RewrittenLine,
): Promise<Extract<RehearsalEvent, { type: 'finished' }>> {
  const started = performance.now();
  let now = '';
  try {
    for await (const event of events) {
      switch (event.type) {
        case 'started':
          now = `Rehearsing ${event.pin.version} → ${event.candidate.version}, ${countOf(event.planned, 'step')}…`;
          line.step(now);
          line.begin(() => `${now}, ${formatDuration(performance.now() - started)}`);
          break;
        case 'progress': {
          const { done, planned, step, on } = event;
          const where = on === 'both' ? 'on both' : `on the ${on}`;
          line.step(`${done}/${planned} ${cleanLine(step)} ${where}`);
          now = `${done}/${planned} done, newest: ${cleanLine(step)} ${where}`;
          break;
        }
        case 'finished':
          return event;
      }
    }
  } finally {
    line.end();
  }
  throw new Error('the rehearsal ended without an answer');
}
