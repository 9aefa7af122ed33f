import { execFileSync } from 'node:child_process';

/** The tests that start the program start what a person would: the built one. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
