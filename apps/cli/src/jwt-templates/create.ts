import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import { findJwtPreset, type JwtPreset } from '@bartleby/claims-template';
import type { Command } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToInstance, type PlatformClient } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { checkedDraft } from './checked-draft.ts';
import { PRESETS, presetCalled, readText, wholeSeconds } from './given-values.ts';

interface CreateFlags extends InstanceFlags {
  preset?: string;
  name?: string;
  claims?: string;
  fill?: string;
  lifetime?: string;
  clockSkew?: string;
  algorithm?: string;
  keyFile?: string;
  json?: boolean;
}

/** The claims of the file, or of the preset with its placeholder filled in. */
function sourceOf({ claims, fill }: CreateFlags, preset: JwtPreset | null): string {
  const text = claims === undefined ? preset?.template : readText(claims);
  if (text === undefined) throw new Complaint(`Say --claims <file> or --preset <${PRESETS}>.`);
  const placeholder = preset?.placeholder;
  if (!placeholder || !text.includes(placeholder.text)) return text;
  if (fill === undefined) throw new Complaint(`Say --fill <${placeholder.meaning}>.`);
  return text.replaceAll(placeholder.text, () => JSON.stringify(fill).slice(1, -1));
}

interface NewTemplate {
  readonly name: string;
  readonly claims_source: string;
  readonly preset: string | null;
  readonly lifetime: number;
  readonly signing_algorithm?: string | undefined;
  readonly signing_key?: string;
}

function bodyOf(flags: CreateFlags): NewTemplate {
  const preset = flags.preset === undefined ? null : presetCalled(flags.preset);
  const source = sourceOf(flags, preset);
  const name = flags.name ?? preset?.id;
  if (name === undefined) throw new Complaint('Say --name <name>.');
  const lifetime = flags.lifetime ?? String(preset?.settings.lifetimeSeconds ?? 60);
  const algorithm = flags.algorithm ?? preset?.settings.signingAlgorithm;
  const needsKey =
    preset?.settings.hasOwnKey === true &&
    preset.checkSettings({ ...preset.settings, hasOwnKey: false, signingAlgorithm: 'RS256' }).length > 0;
  if (needsKey && flags.keyFile === undefined)
    throw new Complaint(`${preset.title} verifies with a key of its own: say --key-file <file>.`);
  if (flags.keyFile !== undefined && algorithm === undefined)
    throw new Complaint('Say --algorithm <algorithm> too.');
  return {
    name,
    claims_source: source,
    preset: preset?.id ?? null,
    lifetime: wholeSeconds('--lifetime', lifetime),
    ...(flags.clockSkew !== undefined && {
      allowed_clock_skew: wholeSeconds('--clock-skew', flags.clockSkew),
    }),
    ...(flags.keyFile !== undefined && {
      custom_signing_key: true,
      signing_algorithm: algorithm,
      signing_key: readText(flags.keyFile).trimEnd(),
    }),
  };
}

/** What to tell the consumer, with this instance's addresses. */
async function setupText(client: PlatformClient, path: string, preset: JwtPreset): Promise<string> {
  const { issuer, jwks_url: jwksUrl } = await client.call<{ issuer: string; jwks_url: string }>(path);
  const lines = preset.setup({ issuer, jwksUrl }).map(({ label, value }) => `  ${label}\n    ${value}\n`);
  return `${preset.title}:\n${lines.join('')}`;
}

/** `bartleby jwt-templates create`: checked by the consumer's rules before it is saved. */
export function addCreate(group: Command): Command {
  return group
    .command('create')
    .description('make one from a preset or from a file of claims')
    .option('--preset <preset>', `for whom it is, with that consumer's rules: ${PRESETS}`)
    .option('--name <name>', 'what getToken({ template }) names (default: the preset)')
    .option('--claims <file>', "JSON of the claims (default: the preset's)")
    .option('--fill <text>', "what to put in the place that the preset's claims leave open")
    .option('--lifetime <seconds>', 'how long its tokens live')
    .option('--clock-skew <seconds>', 'how far nbf lies before iat')
    .option('--algorithm <algorithm>', "of a key of its own (default: the preset's)")
    .option('--key-file <file>', 'its own key: a secret, or a private key (PEM)')
    .option('--json', 'print what the Platform API answers')
    .action(async (flags: CreateFlags) => {
      const body = bodyOf(flags);
      const warnings = checkedDraft({
        source: body.claims_source,
        preset: body.preset,
        lifetime: body.lifetime,
        algorithm: body.signing_algorithm ?? 'RS256',
        hasOwnKey: body.signing_key !== undefined,
      });
      const { client, path } = await connectToInstance(flags);
      const made = await client.call<JwtTemplate>(`${path}/jwt_templates`, body);
      if (flags.json) {
        process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
        return;
      }
      const preset = findJwtPreset(made.preset);
      process.stdout.write(`Created ${made.name}: getToken({ template: '${made.name}' })\n`);
      process.stdout.write(warnings);
      if (preset) process.stdout.write(await setupText(client, path, preset));
    });
}
