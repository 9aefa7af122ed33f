/** A check, in YAML, that runs one command of the CLI and fails when the command does. */
export const commandCheck = (id: string, word: string) => `  - id: ${id}
    title: ${id}
    why: For the test
    severity: blocker
    scope: static
    phase: pilot
    owner: team lead
    remedy: Fix it
    command: [codex, ${word}]
`;

/** A suite of one check, which passes on any CLI that states the version of the pin. */
export const tinySuite = `version: 1
suite: tiny
title: A suite of one check
checks:
  - id: tiny.version
    title: Version
    why: The version is known.
    severity: warn
    scope: static
    phase: pilot
    owner: platform engineer
    timeout: 10s
    remedy: Install it.
    probe: cli.version
`;
