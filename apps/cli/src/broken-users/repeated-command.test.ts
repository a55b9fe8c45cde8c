import { expect, it } from 'vitest';
import { repeatedCommand } from './repeated-command.ts';

const OPTION = '--accept-broken-users';

it.each([
  [['template', 'rollback', '1'], 'bartleby template rollback 1 --accept-broken-users 3'],
  [
    ['template', 'rollback', '1', OPTION, '2', '--dry-run'],
    'bartleby template rollback 1 --dry-run --accept-broken-users 3',
  ],
  [['config', 'push', `${OPTION}=2`, '--yes'], 'bartleby config push --yes --accept-broken-users 3'],
  [
    ['config', 'push', 'my file.json', '--message', "it's $HOME; rm"],
    "bartleby config push 'my file.json' --message 'it'\\''s $HOME; rm' --accept-broken-users 3",
  ],
  [['config', 'push', ''], "bartleby config push '' --accept-broken-users 3"],
  [['x', '\u001b[31m'], "bartleby x '\uFFFD[31m' --accept-broken-users 3"],
])('%j becomes %s', (typed, command) => {
  expect(repeatedCommand(typed, OPTION, '3')).toBe(command);
});
