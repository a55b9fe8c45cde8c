import {
  checkJwtTemplate,
  type Diagnostic,
  findJwtPreset,
  type SettingProblem,
  type Severity,
} from '@bartleby/claims-template';
import { Complaint } from '../complaint.ts';
import { printable } from '../printable-text.ts';

/** A template as it would be saved. */
export interface JwtTemplateDraft {
  readonly source: string;
  readonly preset: string | null;
  readonly lifetime: number;
  /** `RS256` for the instance's own key. */
  readonly algorithm: string;
  readonly hasOwnKey: boolean;
}

/**
 * What is unwise about a draft, a line each.
 * @throws Complaint for what the language or the consumer of its preset refuses, each with its place and its repair
 */
export function checkedDraft(draft: JwtTemplateDraft): string {
  const problems = draftProblems(draft);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Complaint(`${errors.map(({ text }) => text).join('\n')}\nNothing was saved.`);
  return problems.map(({ text }) => `${text}\n`).join('');
}

/** Everything that is wrong with a draft, or unwise: of its claims, then of its settings. */
export function draftProblems(draft: JwtTemplateDraft): { severity: Severity; text: string }[] {
  const { source, preset, lifetime: lifetimeSeconds, algorithm: signingAlgorithm, hasOwnKey } = draft;
  const settings =
    findJwtPreset(preset)?.checkSettings({ lifetimeSeconds, signingAlgorithm, hasOwnKey }) ?? [];
  return [
    ...checkJwtTemplate(source, preset).map((found) => ({
      severity: found.severity,
      text: claimProblem(found),
    })),
    ...settings.map((found) => ({ severity: found.severity, text: settingProblem(found) })),
  ];
}

function claimProblem({ severity, pointer, line, column, message, hint, fix }: Diagnostic): string {
  const sentences = hint === undefined ? message : `${message} ${hint}`;
  return withRepair(
    `${severity} ${pointer || '/'} (line ${line}, column ${column})  ${sentences}`,
    fix?.title,
  );
}

const OPTIONS: Readonly<Record<SettingProblem['setting'], (repair: SettingProblem['repair']) => string>> = {
  lifetime: (seconds) => `--lifetime ${seconds}`,
  signing_algorithm: (algorithm) => `--algorithm ${algorithm}, with --key-file <file>`,
  custom_signing_key: (wanted) => (wanted ? '--key-file <file>' : 'the key of the instance'),
};

const settingProblem = ({ severity, setting, message, repair }: SettingProblem) =>
  withRepair(`${severity} ${setting}  ${message}`, OPTIONS[setting](repair));

const withRepair = (text: string, repair: string | undefined) =>
  printable(text) + (repair === undefined ? '' : `\n  repair: ${printable(repair)}`);
