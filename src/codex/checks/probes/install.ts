import { open, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import {
  type Installed,
  installKind,
  judgeCandidate,
  judgeIntegrity,
  judgePath,
  judgePinKnowsRequirements,
  judgeVersion,
  parseVersion,
  type RequirementsFile,
} from '../../../domain/checks/judge/install.ts';
import { transcribe } from '../../../domain/checks/transcript.ts';
import { type FoundCodex, findOnPath } from '../../cli/find.ts';
import {
  findNativeBinary,
  hashFile,
  hashInstalledFiles,
  type NativeBinary,
  packageVersion,
  readLock,
} from '../../cli/install.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import type { ProbeContext, Probes } from '../probe.ts';

const systemFile = '/etc/codex/requirements.toml';

/** Which CLI is installed: its version, its files and what its version understands. */
export const installProbes = {
  'cli.version': async ({ identity, pin, asCandidate, record }) => {
    const { outcome } = await identity;
    const { label, text } = transcribe(outcome);
    record(label, text);
    return asCandidate ? judgeCandidate(outcome, pin) : judgeVersion(outcome, pin);
  },

  'cli.path': async (context) => {
    const found = await findOnPath(context.environment);
    const installed: Installed[] = [];
    for (const one of found) {
      const kind = installKind(one.realPath);
      installed.push({ ...one, kind, version: await versionOf(context, one) });
    }
    context.record(
      'codex on PATH',
      installed
        .map(({ path, realPath, kind, version }) => `${path} -> ${realPath} ${kind} ${version ?? '?'}\n`)
        .join(''),
    );
    return judgePath(installed, await context.testedVersion());
  },

  'install.integrity': async ({ named: codex, baselineOf, testedVersion, record }) => {
    const tested = await testedVersion();
    const installed = await findNativeBinary(codex);
    const found = installed ?? (await standsAlone(codex));
    if (!found) return judgeIntegrity({ binary: undefined, recorded: undefined, locked: undefined, tested });
    const binary = { platform: found.platform, sha256: await hashFile(found.path) };
    record('native binary', `${found.path}\nSHA-256 ${binary.sha256}\n`);
    const baseline = await baselineOf(tested);
    return judgeIntegrity({
      binary,
      recorded: baseline?.binaries[found.platform],
      files: installed && {
        found: await hashInstalledFiles(codex),
        recorded: baseline?.files?.[found.platform],
      },
      packaged: await packageVersion(codex),
      locked: await readLock(codex),
      tested,
    });
  },

  'pin.new-enough': async (context, { requirements }) => {
    const { project, pin, asCandidate, testedVersion } = context;
    const version = asCandidate ? await testedVersion() : pin;
    const file = requirements === undefined ? systemFile : resolve(project, requirements);
    return judgePinKnowsRequirements(await readRequirements(file), file, version);
  },
} satisfies Partial<Probes>;

async function versionOf(context: ProbeContext, { path, realPath }: FoundCodex): Promise<string | undefined> {
  const tested = await realpath(context.named).catch(() => context.named);
  if (realPath === tested) return (await context.identity).version;
  return parseVersion(await context.run([path, '--version']));
}

/** A binary outside of an npm package, such as one from a release page. A script is none: what it starts is not known. */
async function standsAlone(codex: string): Promise<NativeBinary | undefined> {
  const path = await realpath(codex).catch(() => undefined);
  if (path === undefined) return undefined;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const isElf = buffer.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
    return isElf ? { platform: `${process.platform}-${process.arch}`, path } : undefined;
  } finally {
    await file.close();
  }
}

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
