import { useInsertionEffect } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { styleSheetText } from './style-sheet.ts';

/** Set on `:root` by the style sheet, whichever way it came into the page. */
const MARK = '--bartleby-styles';

function addStyleElement(nonce: string | undefined): void {
  const element = document.createElement('style');
  if (nonce) element.nonce = nonce;
  element.textContent = styleSheetText;
  document.head.append(element);
}

/**
 * Brings the components' style sheet into the page, once, unless the app imported `@bartleby/react/styles.css`. An
 * adopted sheet needs no permission from a Content Security Policy; browsers without them get an element with a nonce.
 */
export function useStyleSheet(): void {
  const { nonce } = useBartleby('A Bartleby component').options;
  useInsertionEffect(() => {
    if (getComputedStyle(document.documentElement).getPropertyValue(MARK)) return;
    if (!('adoptedStyleSheets' in document)) return addStyleElement(nonce);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styleSheetText);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, [nonce]);
}
