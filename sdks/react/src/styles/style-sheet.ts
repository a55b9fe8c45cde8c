/**
 * The look of the components, as one text: written to `styles.css` by the build and adopted by pages that do not link
 * it. Every colour is a custom property that an app may set on `:root`.
 */
export const styleSheetText = `
:root {
  --bartleby-styles: 1;
}
.bartleby-card, .bartleby-menu, .bartleby-user-button {
  color-scheme: light dark;
  --_surface: var(--bartleby-surface, #ffffff);
  --_raised: var(--bartleby-raised, #f6f6f3);
  --_ink: var(--bartleby-ink, #1d2024);
  --_faint: var(--bartleby-faint, #565c66);
  --_line: var(--bartleby-line, #d9dad5);
  --_edge: var(--bartleby-edge, #868b93);
  --_accent: var(--bartleby-accent, #24508f);
  --_on-accent: var(--bartleby-on-accent, #ffffff);
  --_wrong: var(--bartleby-wrong, #a3211c);
  --_wrong-surface: var(--bartleby-wrong-surface, #fdf0ee);
  --_radius: var(--bartleby-radius, 8px);
  font-family: var(--bartleby-font, ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  font-size: 1rem;
  line-height: 1.45;
  color: var(--_ink);
}
@media (prefers-color-scheme: dark) {
  .bartleby-card, .bartleby-menu, .bartleby-user-button {
    --_surface: var(--bartleby-surface, #1a1c20);
    --_raised: var(--bartleby-raised, #24272c);
    --_ink: var(--bartleby-ink, #eceef1);
    --_faint: var(--bartleby-faint, #aab0ba);
    --_line: var(--bartleby-line, #383c43);
    --_edge: var(--bartleby-edge, #7d848f);
    --_accent: var(--bartleby-accent, #a9c6f5);
    --_on-accent: var(--bartleby-on-accent, #10213a);
    --_wrong: var(--bartleby-wrong, #ffb1a8);
    --_wrong-surface: var(--bartleby-wrong-surface, #3a1f1d);
  }
}
.bartleby-card, .bartleby-card *, .bartleby-menu, .bartleby-menu * { box-sizing: border-box; }
.bartleby-card {
  width: 100%;
  max-width: 25rem;
  padding: 2rem;
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: calc(var(--_radius) * 1.5);
  box-shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 12px 32px -12px rgb(0 0 0 / 15%);
}
.bartleby-card-wide { max-width: 44rem; }
.bartleby-card-header { margin-bottom: 1.5rem; }
.bartleby-card h1 { margin: 0; font-size: 1.375rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.bartleby-card h2 { margin: 0 0 0.25rem; font-size: 1.0625rem; font-weight: 650; }
.bartleby-card p { margin: 0; }
.bartleby-subheading { margin-top: 0.375rem !important; color: var(--_faint); overflow-wrap: anywhere; }
.bartleby-form { display: grid; gap: 1rem; }
.bartleby-columns { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr)); }
.bartleby-field { display: grid; gap: 0.375rem; align-content: start; min-width: 0; }
.bartleby-field label { font-size: 0.875rem; font-weight: 600; }
.bartleby-optional { font-weight: 400; color: var(--_faint); }
.bartleby-field-box { position: relative; display: flex; }
.bartleby-field input {
  width: 100%;
  min-width: 0;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  font: inherit;
  color: inherit;
  background: var(--_surface);
  border: 1px solid var(--_edge);
  border-radius: var(--_radius);
}
.bartleby-field input[aria-invalid=true] { border-color: var(--_wrong); border-width: 2px; padding: calc(0.5rem - 1px) calc(0.75rem - 1px); }
.bartleby-field-box input:has(+ .bartleby-field-toggle) { padding-inline-end: 4.25rem; }
.bartleby-field-toggle {
  position: absolute;
  inset-block: 0.25rem;
  inset-inline-end: 0.25rem;
  padding: 0 0.75rem;
  font: inherit;
  font-size: 0.8125rem;
  font-weight: 600;
  color: var(--_faint);
  background: none;
  border: 0;
  border-radius: calc(var(--_radius) - 2px);
  cursor: pointer;
}
.bartleby-field-toggle:hover { color: var(--_ink); background: var(--_raised); }
.bartleby-hint, .bartleby-status { font-size: 0.8125rem; color: var(--_faint); }
.bartleby-status:empty { display: none; }
.bartleby-field-error { font-size: 0.875rem; color: var(--_wrong); }
.bartleby-alert {
  padding: 0.625rem 0.75rem;
  font-size: 0.9375rem;
  color: var(--_wrong);
  background: var(--_wrong-surface);
  border-radius: var(--_radius);
  border-inline-start: 3px solid var(--_wrong);
  overflow-wrap: anywhere;
}
.bartleby-alert + .bartleby-button { margin-top: 1rem; }
.bartleby-code { font-variant-numeric: tabular-nums; font-size: 1.5rem !important; letter-spacing: 0.35em; text-align: center; }
.bartleby-button {
  display: block;
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 1rem;
  font: inherit;
  font-weight: 600;
  color: var(--_on-accent);
  background: var(--_accent);
  border: 1px solid transparent;
  border-radius: var(--_radius);
  cursor: pointer;
}
.bartleby-button:hover { filter: brightness(1.08); }
.bartleby-button[aria-disabled=true] { cursor: progress; filter: saturate(0.6); }
.bartleby-button-quiet { color: var(--_ink); background: var(--_surface); border-color: var(--_edge); }
.bartleby-button-quiet:hover { filter: none; background: var(--_raised); }
.bartleby-button-small { width: auto; min-height: 2.25rem; padding: 0.25rem 0.75rem; font-size: 0.875rem; }
.bartleby-link {
  padding: 0.125rem 0;
  font: inherit;
  font-weight: 600;
  color: var(--_accent);
  background: none;
  border: 0;
  text-decoration: underline;
  text-underline-offset: 0.2em;
  text-decoration-thickness: 1px;
  cursor: pointer;
}
.bartleby-link-start { justify-self: start; font-size: 0.9375rem; }
.bartleby-link[aria-disabled=true] { color: var(--_faint); text-decoration: none; cursor: default; }
.bartleby-card :focus-visible, .bartleby-menu :focus-visible, .bartleby-user-button :focus-visible {
  outline: 3px solid var(--_accent);
  outline-offset: 2px;
}
.bartleby-card-footer { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid var(--_line); font-size: 0.9375rem; color: var(--_faint); }
.bartleby-check { display: flex; align-items: center; gap: 0.625rem; font-size: 0.9375rem; }
.bartleby-check input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--_accent); }
.bartleby-resend { margin-top: 1rem; font-size: 0.9375rem; }
.bartleby-section { padding: 1.5rem 0; border-top: 1px solid var(--_line); display: grid; gap: 1rem; }
.bartleby-section:last-of-type { padding-bottom: 0; }
.bartleby-section .bartleby-button { width: fit-content; }
.bartleby-list { margin: 0; padding: 0; list-style: none; display: grid; gap: 0.75rem; }
.bartleby-list li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; }
.bartleby-list li > div { min-width: 0; overflow-wrap: anywhere; }
.bartleby-row-buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.bartleby-inset { display: grid; gap: 1rem; padding: 1rem; background: var(--_raised); border-radius: var(--_radius); max-width: 24rem; }
.bartleby-inset .bartleby-resend { margin: 0; }
.bartleby-inset .bartleby-link { justify-self: start; }
.bartleby-badge { display: inline-block; margin-inline-start: 0.5rem; padding: 0 0.5rem; font-size: 0.75rem; font-weight: 600; color: var(--_faint); border: 1px solid var(--_edge); border-radius: 999px; }
.bartleby-user-button { position: relative; display: inline-block; }
.bartleby-avatar-button { display: block; padding: 0; background: none; border: 0; border-radius: 50%; cursor: pointer; }
.bartleby-avatar { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; overflow: hidden; border-radius: 50%; font-size: 0.9375rem; font-weight: 650; color: var(--_on-accent); background: var(--_accent); object-fit: cover; }
.bartleby-menu {
  position: absolute;
  z-index: 1000;
  inset-inline-end: 0;
  top: calc(100% + 0.5rem);
  width: max-content;
  min-width: 13rem;
  max-width: min(20rem, 90vw);
  padding: 0.5rem;
  background: var(--_surface);
  border: 1px solid var(--_line);
  border-radius: var(--_radius);
  box-shadow: 0 12px 32px -8px rgb(0 0 0 / 30%);
}
.bartleby-menu-name { margin: 0; padding: 0.5rem 0.75rem 0.75rem; border-bottom: 1px solid var(--_line); overflow-wrap: anywhere; }
.bartleby-menu-name strong, .bartleby-menu-name span { display: block; }
.bartleby-menu-name span { font-size: 0.875rem; color: var(--_faint); }
.bartleby-menu-item { display: block; width: 100%; margin-top: 0.25rem; padding: 0.625rem 0.75rem; font: inherit; text-align: start; text-decoration: none; color: inherit; background: none; border: 0; border-radius: calc(var(--_radius) - 2px); cursor: pointer; }
.bartleby-menu-item:hover { background: var(--_raised); }
.bartleby-only-spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 30rem) {
  .bartleby-card { padding: 1.5rem 1.25rem; }
}
@media (forced-colors: active) {
  .bartleby-button, .bartleby-badge, .bartleby-avatar { border: 1px solid ButtonText; }
}
`;
