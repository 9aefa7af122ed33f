import { realpath } from 'node:fs/promises';
import {
  type Installed,
  installKind,
  judgePath,
  parseVersion,
} from '../../../domain/checks/judge/install.ts';
import { type FoundCodex, findOnPath } from '../../cli/find.ts';
import type { Probe, ProbeContext } from '../probe.ts';

export const cliPath: Probe<'cli.path'> = async (context) => {
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
};

async function versionOf(context: ProbeContext, { path, realPath }: FoundCodex): Promise<string | undefined> {
  const tested = await realpath(context.codex).catch(() => context.codex);
  if (realPath === tested) return (await context.identity).version;
  return parseVersion(await context.run([path, '--version']));
}
