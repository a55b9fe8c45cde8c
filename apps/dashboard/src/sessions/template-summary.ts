import { compileTemplate, parseJson, utf8Length } from '@bartleby/claims-template';

export interface SummaryClaim {
  readonly name: string;
  /** As written in the template. */
  readonly text: string;
}

export interface TemplateSummary {
  readonly claims: readonly SummaryClaim[];
  readonly bytes: number;
  readonly errors: number;
}

/** What a template says, claim by claim, in the operator's order. */
export function summarizeTemplate(source: string): TemplateSummary {
  const parsed = parseJson(source);
  const members = parsed.ok && parsed.root.kind === 'object' ? parsed.root.members : [];
  const { diagnostics } = compileTemplate(source);
  return {
    claims: members.map(({ key, value }) => ({ name: key.value, text: source.slice(value.from, value.to) })),
    bytes: utf8Length(source),
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
  };
}
