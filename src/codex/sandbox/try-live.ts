import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import type { SandboxProbe } from '../../domain/sandbox/trials/probe.ts';
import { startLoopbackModel } from '../loopback-model/loopback-model.ts';
import { execArguments, loopbackConfig, toolResults } from '../loopback-model/with-loopback-model.ts';
import { inIsolation, nextCommand, probeCommand, record, type Stage, type Trial } from './try-profile.ts';

/**
 * Tries the probes as a tool call of a real session: `codex exec`, with our loopback model that
 * asks for them. What the helper denies a session may still allow (openai/codex#40555).
 *
 * @param settings what the session is given of the team's configuration, the profile included
 */
export async function tryLive(
  stage: Stage,
  trial: {
    probes: readonly SandboxProbe[];
    nonce: string;
    settings: Readonly<Record<string, unknown>>;
  },
): Promise<Trial> {
  const commands = [await probeCommand(stage, trial), nextCommand(trial.probes, trial)];
  const model = await startLoopbackModel([
    ...commands.flatMap((command) =>
      command ? [{ type: 'command' as const, command: command.map(quote).join(' ') }] : [],
    ),
    { type: 'text', text: 'done' },
  ]);
  try {
    const { sandbox_mode: _, ...session } = parse(loopbackConfig(model.baseUrl));
    const config = { ...session, ...trial.settings };
    await mkdir(stage.places.codexHome, { mode: 0o700 });
    await writeFile(join(stage.places.codexHome, 'config.toml'), stringify(config), { mode: 0o600 });
    const args = execArguments(stage.places.workspace, 'Run the probes.');
    const outcome = await stage.run([...inIsolation(stage), stage.codex, ...args]);
    const said = model.requests.flatMap(({ body }) => toolResults(body)).join('\n');
    const seen = await record(stage, trial, { ...outcome, stdout: said });
    if (seen.type === 'tried' || said === '') return seen;
    return {
      type: 'not started',
      reason: firstLine(said),
      remedy: 'Run codex exec with this profile by hand.',
    };
  } finally {
    await model.close();
  }
}

// The model asks for a command as one text, and the session hands it to a shell.
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const firstLine = (text: string) => text.split('\n').find((line) => line.trim() !== '') ?? 'it said nothing';
