import { readdir } from 'node:fs/promises';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { leftFacts } from '../../../domain/upgrade/rehearsal/connections/left-facts.ts';
import { outboundFacts } from '../../../domain/upgrade/rehearsal/connections/outbound-facts.ts';
import { screenFacts } from '../../../domain/upgrade/rehearsal/connections/screen-facts.ts';
import { Collected } from '../collect.ts';
import type { Observer } from '../observer.ts';
import { copyTeam } from '../team/copy-team.ts';
import { lookBefore, lookBehind } from './look-behind.ts';
import { prepareStandIns } from './place-stand-ins.ts';
import { removeDaemonFiles } from './remains.ts';
import { lookInTerminal } from './run-and-look.ts';
import { startSink } from './sink.ts';

const areas = ['outbound', 'leftovers', 'thread'] as const;
const where = 'the screens';
const timeoutMs = 60_000;

/**
 * What stays of the screens of a CLI that were open for some seconds, what they reach, and what they ask, on the
 * configuration of the team. Without its hooks: the screens would ask whether to trust them.
 */
export const observeScreens: Observer = {
  name: 'screens',
  areas,
  observe: async (context) => {
    const seen = new Collected(areas);
    const missing = (reason: string) => {
      seen.gap(areas, { what: 'the screens', reason, where });
      return seen.areas;
    };
    if (process.platform !== 'linux') return missing('they are opened in a terminal on Linux only');
    const copy = await copyTeam(context);
    const project = copy.folders[0]?.folder ?? context.work;
    const sink = await startSink([]);
    const { home, work, codex, start } = context;
    const mark = { folders: [work, home] } as const;
    try {
      const placed = await prepareStandIns(context, copy, sink);
      await placed.place({ silent: false, hooks: false });
      const before = await lookBefore(home);
      // Without any flag: with one, versions that have a daemon do not use it.
      const { remaining, shown, end, outcome } = await lookInTerminal({ start, work, mark }, codex, {
        cwd: project,
        env: placed.environment,
        watched: home,
        isReady: async () =>
          sink.requests.length > 0 || (await readdir(home)).some((name) => name.endsWith('.sqlite')),
        timeoutMs,
      });
      if (end === 'never started')
        return missing(
          outcome.end.type === 'unstartable'
            ? 'there is no program script (util-linux) on this machine'
            : `the program script does not open a terminal here: ${cleanLine(outcome.stderr).slice(0, 200)}`,
        );
      if (end === 'ended by itself')
        return missing(`they ended by themselves: ${copy.told(cleanLine(shown)).slice(-400)}`);
      if (end === 'never ready') return missing('they did not get through their start');
      if (end === 'did not quit') return missing('they did not quit with ctrl-c');
      const left = await lookBehind(home, {
        before,
        remaining,
        project: await copy.removeLeftovers(),
        told: copy.told,
      });
      seen.facts('leftovers', leftFacts(left, where));
      seen.facts('outbound', outboundFacts(sink.requests, where));
      const asked = screenFacts(shown, where);
      seen.facts(
        'thread',
        asked.map((fact) => ({ ...fact, value: copy.told(fact.value) })),
      );
      return seen.areas;
    } finally {
      await removeDaemonFiles(home);
      await sink.close();
    }
  },
};
