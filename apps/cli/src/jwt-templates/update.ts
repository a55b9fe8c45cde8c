import type { JwtTemplateResource as JwtTemplate, JwtTemplateRequest } from '@bartleby/api-contract';
import { compareTemplates, compileTemplate, findJwtPreset } from '@bartleby/claims-template';
import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';
import { claimChangeLine } from '../template/diff.ts';
import { versionNumber } from '../version-number.ts';
import { checkedDraft } from './checked-draft.ts';
import { PRESETS } from './given-values.ts';
import { savedMeanwhile, templateCalled, unlessSavedMeanwhile } from './jwt-template.ts';
import { draftOf, isTheSame, type UpdateOptions, updateOf } from './update-body.ts';

interface UpdateFlags extends InstanceFlags, UpdateOptions {
  ifVersion?: string;
  json?: boolean;
}

/** What becomes of the claims, for those who read them. */
function claimLines(before: JwtTemplate, update: JwtTemplateRequest): string[] {
  const [older, newer] = [before, update].map(({ claims_source: source, preset }) =>
    compileTemplate(source, {
      surface: 'jwt_template',
      ownClaims: findJwtPreset(preset)?.ownClaims,
      mode: 'stored',
    }),
  );
  if (!older?.ok || !newer?.ok) return [];
  return compareTemplates(older.template, newer.template).map(claimChangeLine);
}

async function update(called: string, flags: UpdateFlags): Promise<void> {
  const expected =
    flags.ifVersion === undefined
      ? null
      : versionNumber(flags.ifVersion, `bartleby jwt-templates show ${printable(called)}`);
  const { client, path } = await connectToInstance(flags);
  const before = await templateCalled(client, path, called);
  if (expected !== null && expected !== before.version) throw savedMeanwhile(before.name, expected);
  const changed = updateOf(flags, before);
  const say = (answer: JwtTemplate, lines: readonly string[]) =>
    process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : lines.join(''));
  if (isTheSame(before, changed)) {
    say(before, [`Nothing to change: ${before.name} says so already (version ${before.version}).\n`]);
    return;
  }
  const warnings = checkedDraft(draftOf(changed, before));
  const headers = { 'if-match': String(before.version) };
  const saved = await unlessSavedMeanwhile(before, () =>
    client.change<JwtTemplate>(`${path}/jwt_templates/${before.id}`, changed, headers),
  );
  say(saved, [
    `Updated ${saved.name}: version ${saved.version}; tokens follow it from now on.\n`,
    ...claimLines(before, changed).map((line) => `${line}\n`),
    warnings,
  ]);
}

const HELP = `
What is not named stays as it is, its key too. When somebody saves the template meanwhile, nothing is changed, and the
exit code is 3; --if-version does the same for what you read before (\`show --json\` tells its version).`;

/** `bartleby jwt-templates update <name>`: checked by the consumer's rules, and when nobody has changed it meanwhile. */
export function addUpdate(group: Command): Command {
  return group
    .command('update')
    .argument('<name>', 'its name or id')
    .description('change its claims, name, preset, lifetime or key')
    .option('--claims <file>', 'JSON of its claims from now on')
    .option('--name <name>', 'another name')
    .option('--preset <preset>', `for whom it is: ${PRESETS}, or none`)
    .option('--lifetime <seconds>', 'how long its tokens live')
    .option('--clock-skew <seconds>', 'how far nbf lies before iat')
    .option('--algorithm <algorithm>', 'of the new key (default: of the key it has)')
    .option('--key-file <file>', 'a new key of its own: a secret, or a private key (PEM)')
    .option('--instance-key', "forget its own key, and sign with the instance's")
    .option('--if-version <version>', 'change it only when this version is still in use')
    .option('--json', 'print what the Platform API answers')
    .addHelpText('after', HELP)
    .action(update);
}
