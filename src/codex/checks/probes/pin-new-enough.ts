import { resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { judgePinKnowsRequirements, type RequirementsFile } from '../../../domain/checks/judge/install.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import type { Probe } from '../probe.ts';

const systemFile = '/etc/codex/requirements.toml';

export const pinNewEnough: Probe<'pin.new-enough'> = async (context, { requirements }) => {
  const { project, pin, asCandidate, testedVersion } = context;
  const version = asCandidate ? await testedVersion() : pin;
  const file = requirements === undefined ? systemFile : resolve(project, requirements);
  return judgePinKnowsRequirements(await readRequirements(file), file, version);
};

async function readRequirements(file: string): Promise<RequirementsFile | undefined> {
  const text = readTextIfThere(file);
  if (text === undefined) return undefined;
  try {
    return { file, keys: Object.keys(parse(text)) };
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    return { file, broken: `${file}:${cause.line}:${cause.column}: ${cause.message.split('\n')[0]}` };
  }
}
