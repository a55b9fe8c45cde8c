import { jwtPresets, templateTestsSchema } from '@bartleby/claims-template';
import { ConfigurationBodySchema } from './configuration-body.ts';
import { JwtTemplateBody } from './jwt-templates/jwt-templates-body.ts';

/** What a request says beside settings, or what the server only tells: nothing for a file. */
const NO_SETTINGS = ['claims_source', 'message', 'accept_broken_users', 'version', 'lifetime_seconds'];

/** What editors show beside a setting. */
const MEANINGS: Readonly<Record<string, string>> = {
  session: 'Sessions and the tokens that they get.',
  'session.claims': "The session token's claims: values with shortcodes such as {{user.full_name}}.",
  'session.tests': 'What must hold of the claims before they are saved.',
  'session.maximum_age_seconds': 'How long a session lasts, in seconds.',
  'session.inactivity_seconds': 'After how many seconds without use a session ends; 0: never.',
  sign_up: 'Who may make an account.',
  'sign_up.mode': 'public: everybody; closed: only who is invited.',
  auth: 'What people sign up and sign in with.',
  'auth.email_address': 'Whether an account has an email address.',
  'auth.email_strategies': 'How an email address is proved.',
  'auth.email_link_same_client': 'Whether a mailed link works only in the browser that asked for it.',
  'auth.username': 'Whether an account has a username.',
  'auth.password': 'Whether an account has a password.',
  'auth.first_name': 'Whether people are asked for their first name.',
  'auth.last_name': 'Whether people are asked for their last name.',
  'auth.single_session_mode': 'One account at a time in a browser.',
  'auth.sign_up_if_missing': 'Whether who signs in without an account makes one.',
  'auth.authenticator_app': 'Codes of an authenticator app as the second factor.',
  'auth.backup_code': 'Backup codes as the second factor.',
  jwt_templates:
    'JWT templates, by name. Those that are not named here are deleted; without this key all stay as they are.',
  'jwt_templates.*.claims': "The claims of the template's tokens, with shortcodes such as {{user.id}}.",
  'jwt_templates.*.preset': `Whose rules the claims are held to: ${jwtPresets.map(({ id }) => id).join(', ')}, or null.`,
  'jwt_templates.*.lifetime': 'How long its tokens live, in seconds.',
  'jwt_templates.*.allowed_clock_skew': 'How far nbf lies before iat, in seconds.',
  'jwt_templates.*.custom_signing_key':
    'Whether it signs with a key of its own, which is in no file: give it in the Dashboard or with --key-file.',
  'jwt_templates.*.signing_algorithm': 'With what its tokens are signed; RS256 with the key of the instance.',
  metadata_schemas: "JSON Schemas of users' metadata.",
  'metadata_schemas.public': 'Of public metadata; null: none is declared.',
  'metadata_schemas.unsafe': 'Of unsafe metadata; null: none is declared.',
  'metadata_schemas.private': 'Of private metadata; null: none is declared.',
  'metadata_schemas.enforcement': 'What happens to a write that violates a schema: warn or refuse.',
  organizations: 'Names that types and checks know.',
  'organizations.roles':
    'Roles of organization members: the key, or an object with key, name, description and permissions.',
  'organizations.permissions': "The application's own permissions.",
  allowed_origins: 'Origins of the apps that browsers may call from.',
  redirect_origins: 'Further origins to which a sign-in may lead back.',
  test_mode: 'Whether test addresses and the test code work.',
};

interface Properties {
  readonly properties: Readonly<Record<string, object>>;
}

/**
 * The JSON Schema (2020-12) of a `bartleby.config.json`, for editors: what PATCH takes, but for what is no setting. The
 * server's answer to a save decides.
 */
export function configFileSchema(): Properties & Record<string, unknown> {
  const { properties } = JSON.parse(JSON.stringify(ConfigurationBodySchema)) as Properties;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of a Bartleby instance',
    description: 'What is left out stays as it is on the server.',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...described(properties, '') },
  };
}

function described(properties: Properties['properties'], prefix: string): Record<string, object> {
  const kept = Object.entries(properties).filter(([name]) => !NO_SETTINGS.includes(name));
  return Object.fromEntries(
    kept.map(([name, schema]) => {
      const path = prefix + name;
      const own = OWN_SCHEMAS[path]?.() ?? { ...schema, ...inside(schema, path) };
      return [name, { description: MEANINGS[path], ...own }];
    }),
  );
}

const inside = (schema: object, path: string) =>
  'properties' in schema && { properties: described((schema as Properties).properties, `${path}.`) };

/** What is told in other words than the body's. */
const OWN_SCHEMAS: Readonly<Record<string, () => object>> = {
  'session.tests': testsSchema,
  jwt_templates: () => ({ type: 'object', additionalProperties: jwtTemplateSchema() }),
};

/** In a file a template is deleted by leaving it out, not by null; every template says its claims. */
function jwtTemplateSchema(): object {
  const schema = JSON.parse(JSON.stringify(JwtTemplateBody)) as Properties;
  return {
    ...schema,
    required: ['claims'],
    properties: described(schema.properties, 'jwt_templates.*.'),
  };
}

function testsSchema(): object {
  const { $schema: _, ...schema } = templateTestsSchema;
  return schema;
}
