import { readLocatedToml } from '../../../domain/base/documents/located-toml.ts';
import {
  judgeRequirementsEffective,
  type LooseTrial,
  noRequirements,
} from '../../../domain/checks/judge/requirements.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { effectiveSettings } from '../../../domain/policy/config/effective.ts';
import { compareWithSession } from '../../../domain/policy/config/session-check.ts';
import { startSession } from '../../app-server/start-session.ts';
import { readRequirementsFile } from '../../config/requirements-file.ts';
import type { Probe, ProbeContext } from '../probe.ts';

/** What somebody asks for who wants no limits, one thing a session: together the CLI may refuse them. */
const wishes = [{ approval_policy: 'never' }, { sandbox_mode: 'danger-full-access' }];

export const requirementsEffective: Probe<'requirements.effective'> = async (
  context,
  { requirements: named },
) => {
  const { file, text } = await readRequirementsFile(context, named);
  if (text === undefined) return noRequirements(file);
  const document = readLocatedToml({ text, file });
  if (document.type === 'broken')
    return skip(`${file} cannot be read as TOML; requirements.parse says where`);
  const version = await context.testedVersion();
  const trials: LooseTrial[] = [];
  for (const wish of wishes)
    trials.push(await tryOut(context, { wish, requirements: document.data, version }));
  return judgeRequirementsEffective(trials);
};

async function tryOut(
  context: ProbeContext,
  { wish, requirements, version }: { wish: Values; requirements: Values; version: string },
): Promise<LooseTrial> {
  const session = await startSession(
    context,
    { requirements, managedConfig: undefined, config: wish, set: [] },
    { platform: context.platform },
  );
  const settings = effectiveSettings([{ by: 'user', values: wish }], { requirements, version });
  const [[key, value] = []] = Object.entries(wish);
  return {
    asks: `${key} = ${value}`,
    session,
    tried: settings.map((setting) => ({
      ...setting,
      seen: session.type === 'started' ? compareWithSession(setting, session.thread) : { type: 'not shown' },
    })),
  };
}

type Values = Readonly<Record<string, unknown>>;
