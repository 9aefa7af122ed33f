import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstructionSources } from '../domain/agents/lint-instructions.ts';

/** The commands that a project has, as far as instructions may name them. */
export async function readCommands(folder: string): Promise<Omit<InstructionSources, 'text'>> {
  const [scripts, targets] = await Promise.all([scriptsOf(folder), targetsOf(folder)]);
  return { scripts, targets };
}

async function scriptsOf(folder: string): Promise<readonly string[] | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { scripts = {} }: { scripts?: Record<string, unknown> } = JSON.parse(text);
    return Object.keys(scripts);
  } catch {
    return [];
  }
}

async function targetsOf(folder: string): Promise<readonly string[] | undefined> {
  const text = await readFile(join(folder, 'Makefile'), 'utf8').catch(() => undefined);
  return text === undefined
    ? undefined
    : [...text.matchAll(/^([\w.-]+)\s*:(?!=)/gm)].map(([, name = '']) => name);
}
