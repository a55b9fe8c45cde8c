import type { Finding } from '../diagnostic.ts';
import {
  type ClaimView,
  claimOf,
  fixedText,
  missingClaim,
  problemOf,
  replacement,
  type TemplateView,
  textKind,
} from './template-view.ts';

interface TextClaim {
  readonly name: string;
  /** Who wants it so, to begin a sentence with. */
  readonly consumer: string;
  /** What stands in the preset. */
  readonly usual: unknown;
}

/** A claim that must be there and be text, for every user. */
export function requireText(view: TemplateView, { name, consumer, usual }: TextClaim): Finding[] {
  const claim = claimOf(view, name);
  if (!claim) return [missingClaim(view, name, usual, { message: `${consumer} requires "${name}".` })];
  return checkText(claim, { consumer, usual });
}

function checkText(claim: ClaimView, { consumer, usual }: Omit<TextClaim, 'name'>): Finding[] {
  const { name } = claim;
  switch (textKind(claim.type)) {
    case 'text':
      return [];
    case 'nullable':
      return [
        problemOf(claim, {
          code: 'consumer_claim_nullable',
          message: `${consumer} wants text in "${name}", and this is null for some users: add what then stands, behind ||.`,
        }),
      ];
    case 'other':
      return [
        problemOf(claim, {
          code: 'consumer_claim_type',
          message: `${consumer} wants text in "${name}".`,
          fix: replacement(claim, usual),
        }),
      ];
    case 'unknown':
      return [
        problemOf(claim, {
          code: 'consumer_claim_type',
          severity: 'warning',
          message: `${consumer} wants text in "${name}". Metadata may hold anything: see that every user has text there, or none and a text behind ||.`,
        }),
      ];
  }
}

/** A claim that must be exactly this text. */
export function requireExactText(
  view: TemplateView,
  { name, consumer, usual }: TextClaim & { readonly usual: string },
): Finding[] {
  const claim = claimOf(view, name);
  if (!claim)
    return [missingClaim(view, name, usual, { message: `${consumer} requires "${name}" to be "${usual}".` })];
  if (fixedText(claim) === usual) return [];
  return [
    problemOf(claim, {
      code: 'consumer_claim_value',
      message: `${consumer} requires "${name}" to be "${usual}".`,
      fix: replacement(claim, usual),
    }),
  ];
}
