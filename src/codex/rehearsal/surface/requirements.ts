import { join } from 'node:path';
import { readLocatedToml } from '../../../domain/base/documents/located-toml.ts';
import { errorText } from '../../../domain/base/outcome.ts';
import { everyRequirementKey } from '../../../domain/policy/requirements/requirements-keys.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';
import {
  type KeySeen,
  requirementFacts,
  wrongValues,
} from '../../../domain/upgrade/rehearsal/surface/requirements.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import {
  insideManaged,
  makeManagedStandIn,
  managedFolder,
  managedOutcome,
  managedScript,
} from '../../config/managed-folder.ts';
import type { Observer } from '../observer.ts';
import { withConfigReader } from './config-reader.ts';

const fileName = 'requirements.toml';

/**
 * Which keys of requirements.toml the CLI knows, and whether it reads the file of the organisation. One app-server reads a
 * private /etc/codex anew for each question.
 */
export const observeRequirements: Observer = {
  name: 'requirements',
  areas: ['requirements'],
  observe: async ({ codex, start, home, work, tidy }) => {
    const seen = (more: Partial<AreaObservation>): readonly AreaObservation[] => [
      { area: 'requirements', facts: [], gaps: [], errors: [], ...more },
    ];
    const hindered = (reason: string) => seen({ gaps: [{ what: 'requirements', reason, hidesAll: true }] });
    if (process.platform !== 'linux')
      return hindered('only on Linux can the CLI be given requirements of its own');
    const text = readTextIfThere(join(managedFolder, fileName));
    const toml = text === undefined ? undefined : readLocatedToml({ text, file: fileName });
    const own = toml?.type === 'read' ? Object.keys(toml.data) : [];
    const standIn = await makeManagedStandIn(work);
    const path = join(standIn.etc, fileName);
    const answer = await withConfigReader(
      { codex, start },
      {
        home,
        flags: [],
        told: tidy,
        prepare: async (write) => write(path, ''),
        wrap: (argv) => insideManaged(standIn, argv),
      },
      async ({ read, write }) => {
        const ask = async (content: string) => {
          await write(path, content);
          const found = await read(home);
          return 'refused' in found ? found.refused : undefined;
        };
        const keys: KeySeen[] = [];
        for (const key of new Set([...everyRequirementKey(), ...own])) {
          let refuses: string | undefined;
          for (const value of wrongValues) {
            if ((await ask(`${JSON.stringify(key)} = ${value}\n`)) === undefined) continue;
            refuses = value;
            break;
          }
          keys.push({ key, refuses });
        }
        return { keys, refused: text === undefined ? undefined : await ask(text) };
      },
    );
    if ('failed' in answer) {
      const ran = answer.outcome && managedOutcome(answer.outcome);
      if (ran?.type === 'hindered') return hindered(tidy(ran.reason));
      const said = ran ? errorText(ran.outcome) : answer.failed;
      return seen({ errors: [`codex app-server: ${tidy(said.split('\n')[0] ?? '')}`] });
    }
    const { keys, refused } = answer.seen;
    return seen({
      facts: requirementFacts(keys, {
        own: text === undefined ? undefined : { keys: own, refused },
        shell: managedScript,
      }),
      gaps:
        text === undefined
          ? [
              {
                what: 'the requirements of the organisation',
                reason: `this machine has no ${managedFolder}/${fileName}`,
              },
            ]
          : [],
    });
  },
};
