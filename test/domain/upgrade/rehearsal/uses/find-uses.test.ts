import { describe, expect, it } from 'vitest';
import { findUses } from '../../../../../src/domain/upgrade/rehearsal/uses/find-uses.ts';

const uses = (path: string, text: string) => {
  const found = findUses({ path, shown: path, text });
  if ('fault' in found) throw new Error(found.fault);
  return found.map(({ subject: { kind, name }, place }) => ({
    subject: `${kind} ${name}`,
    line: place.line,
  }));
};

const subjects = (path: string, text: string) => uses(path, text).map(({ subject }) => subject);

describe('a call of the CLI is found in', () => {
  it.each([
    ['a script', 'ci.sh', 'set -e\ncodex mcp-server'],
    ['a script without an ending', 'bin/ci', '#!/bin/sh\ncodex mcp-server'],
    ['backticks', 'ci.sh', 'x=`codex mcp-server`'],
    ['a shell with a document', 'ci.sh', 'bash <<EOF\ncodex mcp-server\nEOF\n'],
    ['what follows a document', 'ci.sh', "cat <<'EOF'\ndon't\nEOF\ncodex mcp-server"],
    ['a path', 'ci.sh', './node_modules/.bin/codex mcp-server'],
    ['a variable', 'ci.sh', '"$CODEX_BIN" mcp-server'],
    ['npx', 'ci.sh', 'npx -y @openai/codex@0.139.0 mcp-server'],
    ['another program', 'ci.sh', 'timeout 60 env A=1 codex mcp-server'],
    ['a workflow', '.github/workflows/a.yml', '    - run: codex mcp-server'],
    ['a block', 'a.yml', 'run: |\n  set -e\n  codex mcp-server\nname: x'],
    ['a list', 'compose.yaml', 'command: [codex, mcp-server]'],
    ['a list of lines', 'pod.yaml', 'command:\n  - codex\n  - mcp-server\n'],
    ['a command and its list', 'mcp.yaml', 'command: codex\nargs: ["mcp-server"]'],
    ['a command and lines', 'mcp.yaml', 'a:\n  command: codex\n  args:\n    - mcp-server'],
    ['an image', 'Dockerfile', 'FROM x\nCMD ["codex", "mcp-server"]'],
    ['a build step', 'Dockerfile', 'RUN npm i && \\\n  codex mcp-server'],
    ['a recipe', 'Makefile', 'serve:\n\t@codex mcp-server'],
    ['a list of MCP servers', '.mcp.json', '{"mcpServers":{"c":{"command":"codex","args":["mcp-server"]}}}'],
    ['settings of MCP servers', 'mcp.toml', 'command = "codex"\nargs = ["mcp-server"]'],
    ['a runbook', 'docs/a.md', '1. Run:\n\n   ```sh\n   $ codex mcp-server\n   ```\n'],
    ['a sentence with code', 'docs/a.md', 'Start it with `codex mcp-server`.'],
    [
      'a container of developers',
      '.devcontainer/devcontainer.json',
      '{ // start\n "postStartCommand": "codex mcp-server" }',
    ],
  ])('%s: command mcp-server', (_, path, text) => {
    expect(subjects(path, text)).toContain('command mcp-server');
  });

  it.each([
    ['lines that go on', 'ci.sh', 'codex exec \\\n  --full-auto x'],
    ['a pipe', 'ci.sh', 'git diff | codex exec --full-auto -'],
    ['a condition', 'ci.sh', 'if ! codex exec --full-auto x; then exit 1; fi'],
    ['a substitution', 'ci.sh', 'x="$(codex exec --full-auto "a b")"'],
    ['an assignment', 'ci.sh', 'CMD="codex exec --full-auto"'],
    ['another shell', 'ci.sh', `ssh host 'cd /srv && codex exec --full-auto x'`],
    ['a container', 'ci.sh', 'docker run --rm box codex exec --full-auto x'],
    ['a redirection', 'ci.sh', 'codex exec > out.txt --full-auto x 2>&1'],
    ['an alias', '.bashrc.sh', `alias c='codex exec --full-auto'`],
    [
      'the action',
      '.github/workflows/a.yml',
      `- uses: openai/codex-action@v1\n  with:\n    codex-args: '["--full-auto"]'\n`,
    ],
    ['a manifest', 'package.json', '{"scripts":{"a":"codex exec --full-auto x"}}'],
    ['Python', 'a.py', 'subprocess.run(["codex", "exec", "--full-auto", prompt], check=True)'],
    ['TypeScript', 'a.ts', "const p = spawn('codex', ['exec', ...more, '--full-auto'], { cwd });"],
    ['Rust', 'a.rs', `fn a<'a>() { Command::new("codex").arg("exec").args(["--full-auto"]).spawn() }`],
    ['Go', 'a.go', 'cmd := exec.Command("codex", "exec", "--full-auto", p)'],
    ['Ruby', 'a.rb', 'system("codex", "exec", "--full-auto")'],
    ['a command line in a program', 'a.js', 'execSync(`codex exec --full-auto "x"`)'],
    [
      'arguments that are put together',
      'a.ts',
      "const args = ['exec'];\nif (x) args.push('--full-auto');\nspawn('codex', args);",
    ],
    ['a skill', 'skills/a/SKILL.md', 'Run `codex exec --full-auto`.'],
  ])('%s: option exec --full-auto', (_, path, text) => {
    expect(subjects(path, text)).toContain('option exec --full-auto');
  });

  it.each([
    ['ci.sh', '# codex mcp-server was here\necho done'],
    ['ci.sh', 'echo "codex mcp-server is gone"'],
    ['ci.sh', 'printf "%s" codex mcp-server'],
    ['ci.sh', 'our-codex mcp-server'],
    ['ci.sh', 'washer mcp-server --full-auto'],
    ['ci.sh', 'codex exec "mcp-server --full-auto"'],
    ['ci.sh', 'codex exec - <<EOF\ncodex mcp-server\nEOF\n'],
    ['ci.sh', 'codex sandbox -P dev -- washer mcp-server --full-auto'],
    ['a.yml', 'description: codex mcp-server is gone'],
    ['a.yml', '# run: codex mcp-server'],
    ['a.ts', '// spawn("codex", ["mcp-server"])\n/* codex exec --full-auto */'],
    ['a.py', '"""Talks to `codex mcp-server`."""\n# codex mcp-server'],
    ['a.ts', 'const washer = spawn("washer", ["mcp-server", "--full-auto"]); log("codex");'],
    [
      'docs/a.md',
      'Codex had an mcp-server, and codex mcp-server is prose.\n\n```sh\nwasher --full-auto\n```',
    ],
    ['package.json', '{"dependencies":{"@openai/codex":"0.139.0","mcp-server":"1"}}'],
    ['package-lock.json', '{"x":"codex mcp-server"}'],
    ['data.csv', 'codex mcp-server'],
  ])('%s is not found to call mcp-server or --full-auto in %j', (path, text) => {
    expect(subjects(path, text).filter((one) => /mcp-server$|--full-auto$/.test(one))).toEqual([]);
  });

  it('names the line of the option and not of the program', () => {
    const found = uses('ci.sh', 'codex \\\n  exec \\\n  --full-auto');
    expect(found).toContainEqual({ subject: 'option exec --full-auto', line: 3 });
  });

  it.each([
    ['codex -m gpt-5.2 exec x', ['option -m', 'option -m=gpt-5.2', 'model gpt-5.2', 'command exec']],
    ['codex exec -c approval_policy=on-failure x', ['setting approval_policy=on-failure']],
    [`codex exec -c 'features.a="b"' x`, ['setting features.a=b', 'feature a']],
    ['codex exec --disable code_mode_host x', ['feature code_mode_host']],
    ['codex -a untrusted', ['setting approval_policy=untrusted']],
    [
      'codex exec --sandbox=read-only x',
      ['option exec --sandbox=read-only', 'setting sandbox_mode=read-only'],
    ],
    ['codex exec resume --last', ['command exec resume', 'option exec --last', 'option exec resume --last']],
    ['codex plugin install lint@acme', ['command plugin install', 'plugin lint@acme']],
  ])('%s uses %j', (line, expected) => {
    expect(subjects('ci.sh', line)).toEqual(expect.arrayContaining(expected));
  });
});

describe('settings', () => {
  const config = `approval_policy = "on-failure"
[features]
code_mode_host = false
[permissions.dev]
extends = ":workspace"
[permissions.dev.filesystem.":workspace_roots"]
"**/*.env" = "deny"
[[hooks.PreToolUse]]
matcher = "^update_plan|shell$"
[plugins."lint@acme"]
enabled = true
[mcp_servers.x]
command = "node"
env = { TICKETS_TOKEN = "tick-4711-very-secret" }
`;

  it.each([
    ['setting approval_policy', 1],
    ['setting approval_policy=on-failure', 1],
    ['feature code_mode_host', 3],
    ['setting features.code_mode_host=false', 3],
    ['setting permissions.*.extends=:workspace', 5],
    ['setting permissions.dev.extends', 5],
    ['setting permissions.*.filesystem.:workspace_roots.*=deny', 7],
    ['setting permissions.*.filesystem.:workspace_roots.**/*.env=deny', 7],
    ['setting hooks.PreToolUse', 8],
    ['tool update_plan', 9],
    ['plugin lint@acme', 10],
    ['setting mcp_servers.*.command=node', 13],
  ])('are found as %s', (subject, line) => {
    expect(uses('.codex/config.toml', config)).toContainEqual({ subject, line });
  });

  it.each([
    '.codex/ci.config.toml',
    'codex/config.toml',
    '.codex/agents/review.toml',
    'a/.codex/config.toml',
  ])('are read in %s', (path) => expect(subjects(path, 'model = "gpt-5.2"')).toContain('model gpt-5.2'));

  it('of another program are none', () => {
    expect(subjects('washer/config.toml', config)).toEqual([]);
  });

  it('show no secret, neither as a name nor in a line', () => {
    const found = findUses({ path: '.codex/config.toml', shown: 'config.toml', text: config });
    expect(JSON.stringify(found)).not.toContain('4711');
    expect(JSON.stringify(found)).toContain('env = {');
  });

  it('of requirements are requirements', () => {
    expect(subjects('requirements.toml', 'allowed_approval_policies = ["never"]')).toEqual([
      'requirement allowed_approval_policies',
      'requirement allowed_approval_policies=never',
    ]);
  });

  it('that are not TOML are a fault', () => {
    expect(findUses({ path: '.codex/config.toml', shown: 'x', text: 'model = [' })).toEqual({
      fault: 'it is not TOML',
    });
  });

  it('are rules too, by their pattern', () => {
    const rules = 'prefix_rule(\n  pattern = ["git", ["status", "log"], "-s"],\n  decision = "allow",\n)\n';
    expect(uses('.codex/rules/default.rules', rules)).toEqual([
      { subject: 'rule git status|log -s', line: 1 },
    ]);
  });
});

describe('a client of the app-server', () => {
  const client = `server = Popen(["codex", "app-server"])
ask("thread/start", {"approvalPolicy": "on-failure"})
# ask("turn/steer")
ask("hooks/list", {})["data"][0]["hooks"][0]["command"]
`;

  it.each([
    ['method thread/start', 2],
    ['value approvalPolicy=on-failure', 2],
    ['method hooks/list', 4],
    ['field hooks/list.command', 4],
  ])('uses %s', (subject, line) => {
    expect(uses('client.py', client)).toContainEqual({ subject, line });
  });

  it('uses nothing in a comment', () => {
    expect(subjects('client.py', client)).not.toContain('method turn/steer');
  });

  it.each([
    ['const a = request("thread/rollback", { approvalPolicy: "on-failure" });', 'of a forum'],
    ['const codex = 1; const policy = { approvalPolicy: "on-failure" };', 'without a method'],
  ])('is not %s (%s)', (text) => {
    expect(subjects('forum.ts', text).filter((one) => /^(?:method|value|field) /.test(one))).toEqual([]);
  });

  it('may be in several files: two methods are enough', () => {
    const text = 'send("thread/start", {}); send("thread/rollback", {});';
    expect(subjects('rpc.ts', text)).toContain('method thread/rollback');
  });

  it('may be the SDK', () => {
    const text = `import { Codex } from '@openai/codex-sdk';\nnew Codex().startThread({ approvalPolicy: 'on-failure' });`;
    expect(subjects('a.ts', text)).toContain('value approvalPolicy=on-failure');
  });
});

describe('events and tools', () => {
  it.each([
    [
      'a.mjs',
      `if (event.type === 'turn.completed') {}\nif (item.type === 'todo_list') {}`,
      'event todo_list',
    ],
    ['a.sh', `codex exec --json x | jq 'select(.type == "turn.completed")'`, 'event turn.completed'],
    ['a.py', `if line["type"] == "event_msg" and kind == "token_count": pass`, 'event event_msg/token_count'],
    ['AGENTS.md', 'Call update_plan first.', 'tool update_plan'],
    ['services/AGENTS.md', 'Call a friend.', 'file services/AGENTS.md'],
    ['.codex/prompts/a.md', 'Call update_plan first.', 'tool update_plan'],
    ['docs/codex.md', 'Codex calls `shell`.', 'tool shell'],
    ['skills/a/SKILL.md', 'Begin with $plugin-creator.', 'skill plugin-creator'],
    ['a.sh', 'export CODEX_SANDBOX_NETWORK_DISABLED=1', 'variable CODEX_SANDBOX_NETWORK_DISABLED'],
  ])('%s: %s names the %s', (path, text, expected) => {
    expect(subjects(path, text)).toContain(expected);
  });

  it.each([
    ['a.mjs', `if (payment.type === 'turn_over') {}`],
    ['docs/api.md', 'The field `update_plan` of the board.'],
    ['docs/api.md', 'Set update_plan to true.'],
  ])('%s: %s names none', (path, text) => {
    expect(subjects(path, text)).toEqual([]);
  });
});

describe('any text', () => {
  const parts = [
    ...[
      'codex',
      ' ',
      '\n',
      '"',
      "'",
      '`',
      '$(',
      ')',
      '(',
      '[',
      ']',
      '{',
      '}',
      '<<EOF',
      '\\',
      '#',
      '//',
      '/*',
      '*/',
    ],
    ...[
      'exec',
      '--full-auto',
      '-c',
      'a=b',
      '```',
      '~~~sh',
      ': |',
      '- ',
      'run:',
      '$',
      ';',
      '|',
      '\t',
      '\r',
      'é',
      '\u0000',
    ],
    ...[
      'uses: openai/codex-action@v1',
      'command: codex',
      'args:',
      '"turn.completed"',
      '"thread/start"',
      'ENTRYPOINT [',
    ],
  ];
  /** The same texts in every run. */
  function* texts() {
    let state = 17;
    const next = (most: number) => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * most);
    };
    for (let count = 0; count < 300; count++)
      yield Array.from({ length: next(60) }, () => parts[next(parts.length)]).join('');
  }
  const paths = [
    'a.sh',
    'Dockerfile',
    'a.yml',
    'a.md',
    'a.py',
    'a.ts',
    'a.rs',
    'a.rb',
    'bin/a',
    '.codex/config.toml',
  ];

  it('is read without an error, and each use is in it', () => {
    for (const text of texts())
      for (const path of paths) {
        const found = findUses({ path, shown: path, text });
        if ('fault' in found) continue;
        const lines = text.split('\n').length;
        for (const { place } of found) {
          expect(place.line).toBeLessThanOrEqual(lines);
          expect(place.column).toBeGreaterThan(0);
        }
      }
  });

  it.each([
    '$(',
    '`',
    '"',
    "codex '",
    'codex [',
    'codex "$(',
    'codex exec -',
    '<<A\n',
    '[codex,',
    '\\',
    'a_',
    '# codex\n```\n',
  ])('of many %j is read to its end', (part) => {
    const text = `codex ${part.repeat(Math.floor(200_000 / part.length))}`;
    for (const path of paths.slice(0, 6)) expect(() => findUses({ path, shown: path, text })).not.toThrow();
  });
});
