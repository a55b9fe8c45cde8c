import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/create-test-server.ts';
import { createPlatformCaller } from '../../testing/platform-caller.ts';
import { configFileSchema } from './config-file-schema.ts';
import { jwtTemplatesDocument } from './jwt-templates/jwt-templates-body.ts';
import { allJwtTemplates } from './jwt-templates/requested-jwt-templates.ts';
import { readConfiguration } from './read-configuration.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  const { onInstance } = await createPlatformCaller(server);
  await onInstance('PATCH', '/config', { jwt_templates: { reports: { claims: { aud: 'reports' } } } });
});
afterAll(() => server.close());

/** As `bartleby config pull` writes it. */
async function file() {
  const document = await readConfiguration(server.dependencies, server.instance);
  const { claims_source: _, version: __, lifetime_seconds: ___, ...session } = document.session;
  const templates = Object.entries(
    jwtTemplatesDocument(await allJwtTemplates(server.dependencies, server.instance)),
  );
  return {
    $schema: 'https://bartleby.example.com/schema/config.json',
    ...document,
    session,
    jwt_templates: Object.fromEntries(
      templates.map(([name, { claims_source: ____, ...template }]) => [name, template]),
    ),
  };
}

const validate = new Ajv2020({ strict: false }).compile(configFileSchema());

describe('GET /schema/config.json', () => {
  it('is open to everybody, also from a page of another origin', async () => {
    const answer = await server.inject({ url: '/schema/config.json' });
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(answer.json()).toEqual(JSON.parse(JSON.stringify(configFileSchema())));
  });

  it('takes the configuration of every instance', async () => {
    expect(validate(await file()), JSON.stringify(validate.errors)).toBe(true);
  });

  it('says what each setting means', async () => {
    type Node = { description?: string; properties?: Record<string, Node>; additionalProperties?: Node };
    const { properties = {} } = configFileSchema() as Node;
    for (const [key, value] of Object.entries(await file())) {
      if (key === '$schema') continue;
      expect(properties[key]?.description, key).toBeTruthy();
      for (const name of Object.keys(properties[key]?.properties ?? {})) {
        expect(properties[key]?.properties?.[name]?.description, `${key}.${name}`).toBeTruthy();
        expect(value, `${key}.${name}`).toHaveProperty(name);
      }
    }
    const { jwt_templates: templates } = await file();
    const members = properties.jwt_templates?.additionalProperties?.properties ?? {};
    expect(Object.keys(members)).toEqual(Object.keys(templates.reports ?? {}));
    for (const { description } of Object.values(members)) expect(description).toBeTruthy();
  });

  it('takes no key that there is not, no wrong type, nothing that a request says beside settings', async () => {
    const good = await file();
    for (const wrong of [
      { ...good, sesion: {} },
      { ...good, auth: { ...good.auth, username: true } },
      { ...good, session: { ...good.session, message: 'why' } },
      { ...good, session: { ...good.session, tests: [{ name: 'without expectation' }] } },
      { ...good, jwt_templates: { reports: null } },
      { ...good, jwt_templates: { reports: { lifetime: 60 } } },
      { ...good, jwt_templates: { reports: { claims: {}, signing_key: 'secret' } } },
      { ...good, allowed_origins: 'http://localhost:3000' },
    ])
      expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
  });
});
