import {
  type CompiledTemplate,
  claimSizes,
  compileTemplate,
  mergeDefaultClaims,
  renderTemplate,
  serializeClaims,
  type TokenSize,
  tokenSize,
  utf8Length,
} from '@bartleby/claims-template';
import { useMemo, useRef } from 'react';
import type { TemplateDataAnswer } from '../platform/resources.ts';

export interface Preview {
  /** The claims as they are signed. */
  readonly claimsText: string;
  readonly size: TokenSize;
  readonly heaviestClaim: { readonly name: string; readonly bytes: number } | null;
  /** Whether the text as typed does not compile, so that this shows the last one that did. */
  readonly isOld: boolean;
}

/** The claims of one user's next token under a template, and what their cookie weighs. */
export function previewOf(template: CompiledTemplate, data: TemplateDataAnswer): Omit<Preview, 'isOld'> {
  const custom = renderTemplate(template, data.data);
  const claimsText = serializeClaims(mergeDefaultClaims(custom, data.default_claims));
  return {
    claimsText,
    size: tokenSize({
      claimsBytes: utf8Length(claimsText),
      headerBytes: data.header_bytes,
      cookieName: data.cookie_name,
    }),
    heaviestClaim: claimSizes(custom)[0] ?? null,
  };
}

/** Follows the typing; keeps the last template without errors while there is one with. */
export function usePreview(source: string, data: TemplateDataAnswer | null): Preview | null {
  const last = useRef<CompiledTemplate | null>(null);
  return useMemo(() => {
    const compiled = compileTemplate(source);
    if (compiled.ok) last.current = compiled.template;
    const template = last.current;
    return template && data ? { ...previewOf(template, data), isOld: !compiled.ok } : null;
  }, [source, data]);
}
