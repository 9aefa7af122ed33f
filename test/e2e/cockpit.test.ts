import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, cockpit } from '../support/cockpit.ts';
import { fakeCodex } from '../support/fake-codex.ts';
import { terminal } from '../support/terminal.ts';
import { realCodex } from '../support/world.ts';

const enter = '\r';

function open(
  codex: string,
  more: Record<string, string> = {},
  size: { columns?: number; rows?: number } = {},
) {
  const place = cockpit(more);
  const screen = terminal([process.execPath, bin, '--codex', codex], {
    env: place.environment,
    cwd: place.cwd,
    ...size,
  });
  return { ...place, screen };
}

describe('the cockpit in a real terminal', () => {
  it('leads from nothing to a checked CLI at 80×24, and tells the same story afterwards', async () => {
    const { screen, json, environment, cwd } = open(realCodex);
    await screen.press('No rollout yet. Press n', 'n');
    await screen.press('Start a rollout', 'Acme');
    await screen.press('Acme▏', enter);
    await screen.press('▸ Pinned CLI version', enter);
    await screen.press('rollout.started: name "Acme", pin 0.139.0', enter);
    await screen.press('Gate ', '2');
    await screen.press(/not run +cli\.version/, '/');
    await screen.press('enter keep   esc clear', 'cli.version');
    await screen.press('/cli.version', enter);
    await screen.press('filter: cli.version', 'x');
    await screen.press('Run cli.version against pin 0.139.0?', enter);
    await screen.press(/incomplete +\d+ not run +1 pass\n *last runs ▁ +0\.139\.0/, '3');
    await screen.press(/Decisions only; m shows \d+ more: .*1 check\.finished/, 'm');
    await screen.press('run: 1 check', 'g');
    await screen.press(/▸ .* run: 1 check/, enter);
    await screen.press('cli.version: pass', 'q');
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
    expect(screen.isFullscreen()).toBe(false);

    expect(await json('status')).toMatchObject({
      rollout: { name: 'Acme' },
      last_run: { verdict: 'pass', planned: 1 },
    });
    expect((await json('history')).entries).toHaveLength(7);
    const again = terminal([process.execPath, bin], { env: environment, cwd });
    await again.press(/last run . pass/, 'q');
    expect(await again.ended()).toMatchObject({ exitCode: 0 });
  });

  it.each([
    [80, 24],
    [120, 40],
    [60, 16],
  ])('fills %i×%i without a line too many', async (columns, rows) => {
    const { screen } = open(fakeCodex(), {}, { columns, rows });
    await screen.press('Pilot', '2');
    await screen.see(/not run +cli\.version/);
    // The footer is drawn last.
    await screen.see('r run all');
    const lines = screen.lines();
    expect(lines[0]).toContain('pin 0.139.0 │ no rollout yet');
    expect(lines.at(-2)).toContain('r run all');
    expect(lines.at(-1)).toBe('');
  });

  it('follows the size of the window, and says when it is too small', async () => {
    const { screen } = open(fakeCodex());
    await screen.see('Pilot');
    screen.resize(40, 10);
    await screen.see('The terminal is too small: 40×10');
    screen.resize(160, 30);
    await screen.see(/3 History.*7 Sandbox/);
  });

  it('shows what another process recorded, on the next screen', async () => {
    const { screen, run } = open(fakeCodex());
    await screen.press('No rollout yet', '3');
    await screen.see('The history is empty.');
    await run('init', '--name', 'Acme', '--as', 'ada@example.com');
    await screen.press('The history is empty.', '1');
    await screen.press('Gate ', '3');
    await screen.press(/started the rollout "A/, 'q');
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
  });

  it('leaves no isolated folder behind when it is quit while profiles are tried', async () => {
    const { screen, environment } = open(realCodex);
    await screen.press('No rollout yet', '7');
    await screen.press('Press r to try', 'r');
    await screen.press('trying the profiles', 'q');
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
    const scratch = join(environment.XDG_CACHE_HOME ?? '', 'codex-cockpit', 'scratch');
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('tries profiles, reads the policy and an artifact, and finds who decided what in two keys', async () => {
    const { run, teamHome, environment, cwd } = cockpit();
    writeFileSync(
      join(teamHome, 'config.toml'),
      'default_permissions = "p"\n[permissions.p]\nextends = ":workspace"\n[permissions.p.filesytem]\n"~/.ssh" = "deny"\n',
    );
    await run('init', '--name', 'Acme', '--as', 'ada@example.com');
    await run('people', 'add', 'bob@example.com', '--role', 'team lead', '--as', 'ada@example.com');
    await run('item', 'attest', 'pilot.use-cases', '--as', 'bob@example.com');
    const screen = terminal([process.execPath, bin, '--codex', realCodex], { env: environment, cwd });
    await screen.press('Gate ', '7');
    await screen.press('Press r to try', 'r');
    // Where user namespaces are not allowed, nothing is known of the profiles.
    await screen.press(/read ~\/\.ssh +✘ allowed|not tried: :read-only/, '8');
    await screen.press(/layer +system file/, '9');
    await screen.press(/not begun +usage-policy/, enter);
    await screen.press('{{', '3');
    await screen.press('attested pilot.use-cases', '/');
    await screen.press('enter keep   esc clear', 'subject:item who:bob@example.com');
    await screen.press('who:bob@example.com▏', enter);
    await screen.press('filter: subject:item who:bob@example.com', enter);
    await screen.press('about     item/pilot.use-cases', 'q');
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
  });

  it('has no colours under NO_COLOR, and words beside its glyphs', async () => {
    const { screen } = open(fakeCodex(), { NO_COLOR: '1' });
    await screen.press('Pilot', '2');
    await screen.press(/not run +cli\.version/, 'x');
    await screen.press('Run cli.version', enter);
    await screen.see('✔ pass');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequence of a colour.
    expect(screen.raw()).not.toMatch(/\u001b\[(3[0-7]|9[0-7]|38;)/);
  });

  it('writes nothing but ASCII where the locale has no more', async () => {
    const { screen } = open(fakeCodex(), { LANG: 'C' });
    await screen.press('No rollout yet', ':');
    await screen.press('type to find', '\u001b2');
    await screen.see('r run all');
    expect(screen.raw()).toMatch(/^\p{ASCII}*$/u);
  });

  it('on Ctrl-C stops a run, records that, restores the terminal and exits with 130', async () => {
    const { screen, json, run } = open(fakeCodex({ when: [], hang: true }));
    await screen.press('Pilot', '2');
    await screen.press(/not run +cli\.version/, 'r');
    await screen.press(/Run \d+ checks/, enter);
    await screen.press(/Running [█░]+ 0\//, '\u0003');
    expect(await screen.ended()).toMatchObject({ exitCode: 130 });
    expect(screen.isFullscreen()).toBe(false);
    expect(await json('status')).toMatchObject({ last_run: { state: 'interrupted' } });
    expect((await run('audit', 'verify')).code).toBe(0);
  });

  it('restores the terminal when it is asked to end', async () => {
    const { screen } = open(fakeCodex());
    await screen.see('Pilot');
    screen.pty.kill('SIGTERM');
    expect(await screen.ended()).toMatchObject({ exitCode: 130 });
    expect(screen.isFullscreen()).toBe(false);
  });

  it('restores the terminal when it cannot go on, and says why', async () => {
    const place = cockpit();
    const screen = terminal([process.execPath, bin, '--suite', 'none.yaml'], {
      env: place.environment,
      cwd: place.cwd,
    });
    expect(await screen.ended()).toMatchObject({ exitCode: 2 });
    expect(screen.isFullscreen()).toBe(false);
    await screen.see('none.yaml: cannot read the suite');
    // The cursor is shown, whether it was hidden before or not.
    expect(screen.raw().lastIndexOf('\u001b[?25l')).toBeLessThanOrEqual(
      screen.raw().lastIndexOf('\u001b[?25h'),
    );
  });
});
