import { type Answer, type FakeCall, missing, ok, refuse } from './fake-call.ts';
import type { FakeJwtTemplate, FakeState } from './fake-state.ts';

type Body = Partial<FakeJwtTemplate> & { signing_key?: string };

function written(state: FakeState, base: FakeJwtTemplate, { body }: FakeCall): FakeJwtTemplate {
  const { signing_key: key, ...shown } = body as Body;
  if (key !== undefined) state.signingKeys.push(key);
  return { ...base, ...shown };
}

const isTaken = (state: FakeState, { id, name }: FakeJwtTemplate): boolean =>
  state.jwtTemplates.some((other) => other.id !== id && other.name === name);
const taken = refuse(422, [
  { code: 'form_identifier_exists', long_message: 'name is taken.', meta: { param_name: 'name' } },
]);
const conflict = ({ version }: FakeJwtTemplate) =>
  refuse(409, [{ code: 'config_conflict', long_message: `Somebody saved another version (${version}).` }]);
const find = (state: FakeState, id: string | undefined) => state.jwtTemplates.find((one) => one.id === id);

export const listTemplates: Answer = (state) =>
  ok({ data: state.jwtTemplates, total_count: state.jwtTemplates.length });

export const fakeJwtTemplate = (name: string, id = 'jtmp_1'): FakeJwtTemplate => ({
  id,
  name,
  claims_source: '{}',
  preset: null,
  version: 1,
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: false,
  signing_algorithm: 'RS256',
});

export const createTemplate: Answer = (state, call) => {
  const made = written(state, fakeJwtTemplate('', `jtmp_${state.jwtTemplates.length + 1}`), call);
  if (isTaken(state, made)) return taken;
  state.jwtTemplates.unshift(made);
  return ok(made);
};

export const showTemplate: Answer = (state, _, found) => {
  const template = find(state, found[1]);
  return template ? ok(template) : missing;
};

export const updateTemplate: Answer = (state, call, found) => {
  const template = find(state, found[1]);
  if (!template) return missing;
  if (call.ifMatch !== String(template.version)) return conflict(template);
  const changed = written(state, template, call);
  if (isTaken(state, changed)) return taken;
  return ok(Object.assign(template, changed, { version: template.version + 1 }));
};

export const deleteTemplate: Answer = (state, call, found) => {
  const template = find(state, found[1]);
  if (!template) return missing;
  if (call.ifMatch !== String(template.version)) return conflict(template);
  state.jwtTemplates = state.jwtTemplates.filter((one) => one !== template);
  return ok({ object: 'jwt_template', id: template.id, deleted: true });
};
