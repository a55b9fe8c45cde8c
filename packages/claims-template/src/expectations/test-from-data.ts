import type { JsonObject, JsonValue } from '../json-value.ts';
import type { CompiledTemplate } from '../render/compiled-template.ts';
import { renderTemplate } from '../render/render-template.ts';
import type { TemplateData } from '../render/template-data.ts';
import { type TemplateTest, testLimits } from './template-test.ts';

const ROOTS = ['user', 'org', 'org_membership', 'session'] as const;

/** What a template reads of one root, as it is in the data; undefined when it reads nothing or nothing is there. */
function readPart(
  template: CompiledTemplate,
  data: TemplateData,
  root: (typeof ROOTS)[number],
): JsonObject | undefined {
  const part = data[root] as unknown as JsonObject | null;
  if (part === null) return undefined;
  const names = [...template.fields]
    .filter((path) => path.startsWith(`${root}.`))
    .map((path) => path.slice(root.length + 1));
  const given = names.map((name) => [name, part[name]] as const);
  const known = given.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/**
 * A test that a template passes: this data, as far as the template reads it, makes the claims that it makes now.
 * @param name what the test is called
 */
export function testFromData(template: CompiledTemplate, data: TemplateData, name: string): TemplateTest {
  const parts = ROOTS.map((root) => [root, readPart(template, data, root)] as const);
  const given: Record<string, JsonObject | undefined> = Object.fromEntries(
    parts.filter(([, part]) => part !== undefined),
  );
  // A membership stands in an organization, also when nothing of that is read.
  const org = given.org_membership ? { org: given.org ?? {} } : {};
  const claims = Object.entries(renderTemplate(template, data)).slice(0, testLimits.expectations);
  return {
    name,
    given: { ...given, ...org },
    expect: claims.map(([claim, equals]) => ({
      claim: claim.startsWith('/') ? `/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}` : claim,
      equals,
    })),
  };
}
