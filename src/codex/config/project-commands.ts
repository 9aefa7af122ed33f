import { join } from 'node:path';
import type { InstructionSources } from '../../domain/policy/instructions/lint-instructions.ts';
import { readTextIfThere } from '../cli/read-regular-file.ts';

/** The commands that a project has, as far as instructions may name them. */
export async function readCommands(folder: string): Promise<Omit<InstructionSources, 'text'>> {
  const [scripts, targets] = await Promise.all([scriptsOf(folder), targetsOf(folder)]);
  return { scripts, targets };
}

async function scriptsOf(folder: string): Promise<readonly string[] | undefined> {
  const text = readTextIfThere(join(folder, 'package.json'));
  if (text === undefined) return undefined;
  try {
    const { scripts = {} }: { scripts?: Record<string, unknown> } = JSON.parse(text);
    return Object.keys(scripts);
  } catch {
    return [];
  }
}

async function targetsOf(folder: string): Promise<readonly string[] | undefined> {
  const text = readTextIfThere(join(folder, 'Makefile'));
  return text === undefined
    ? undefined
    : [...text.matchAll(/^([\w.-]+)\s*:(?!=)/gm)].map(([, name = '']) => name);
}
