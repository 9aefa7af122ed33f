import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp.ts';

/** One call of the CLI: its words, its CODEX_HOME with what lay in it, and the names of its variables. */
export type SpiedCall = {
  args: readonly string[];
  home: string;
  homeHeld: readonly string[];
  environment: readonly string[];
};

/** A CLI that notes each call and then is the real one. */
export function spyOn(real: string): string {
  const folder = join(tempFolder(), 'bin');
  mkdirSync(folder);
  const path = join(folder, 'codex');
  copyFileSync(new URL('../fixtures/fake-codex/spy', import.meta.url), path);
  writeFileSync(join(folder, 'real'), real);
  return path;
}

/** Every call of a spy so far, in no order. */
export function spiedCalls(spy: string): readonly SpiedCall[] {
  const folder = dirname(spy);
  return readdirSync(folder)
    .filter((name) => name.startsWith('called-'))
    .map((name) => {
      const lines = readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .map((line) => line.split('\t'));
      const all = (kind: string) => lines.filter(([first]) => first === kind).flatMap(([, ...rest]) => rest);
      return {
        args: all('args'),
        home: all('home').join(''),
        homeHeld: all('holds'),
        environment: all('variable'),
      };
    });
}
