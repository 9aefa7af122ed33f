/** How to get exactly the pinned CLI. The CLI's own advice says `@latest`, which would move the pin. */
export function installRemedy(pin: string): string {
  return `Install the pinned version: npm install --save-exact @openai/codex@${pin}`;
}
