export type { AnalysisOptions as CheckOptions } from './check/analyze-template.ts';
export { checkTemplate } from './check/check-template.ts';
export { probedNames } from './check/lint-claim-names.ts';
export { compareClaims, type ValueChange } from './compare/compare-claims.ts';
export {
  type ClaimChange,
  type ClaimChangeKind,
  type ClaimSide,
  compareTemplates,
} from './compare/compare-templates.ts';
export {
  type Merge,
  type MergeableEntry,
  type MergeChoices,
  type MergedEntry,
  type MergeSide,
  type MergeSides,
  mergeEntries,
  mergeTemplates,
  mergeTests,
} from './compare/merge-claims.ts';
export {
  type CompletionOptions,
  type Completions,
  completionsAt,
  type ShortcodeCompletion,
} from './completion/completions-at.ts';
export {
  applyEdits,
  type Diagnostic,
  type DiagnosticCode,
  type Severity,
  type TemplateSurface,
  type TextEdit,
  type TextFix,
  type TextRange,
} from './diagnostic.ts';
export {
  type CheckedTests,
  checkTemplateTests,
  userIdsOf,
} from './expectations/check-template-tests.ts';
export { claimPath, valueAt } from './expectations/claim-path.ts';
export { isNullableInFixture } from './expectations/read-fixture.ts';
export {
  runTemplateTests,
  type TestContext,
  type TestFailure,
  type TestResult,
} from './expectations/run-template-tests.ts';
export {
  claimTypeNames,
  type Expectation,
  expectationKinds,
  type TemplateTest,
  type TestFixture,
  testLimits,
} from './expectations/template-test.ts';
export { templateTestsSchema } from './expectations/template-tests-schema.ts';
export { testFromData } from './expectations/test-from-data.ts';
export type { TestProblem } from './expectations/tests-reader.ts';
export { type ClaimSource, type ExplainedClaim, explainClaims } from './explain/explain-claims.ts';
export { type ForecastChangeKind, forecastChangeKinds, type JsonType } from './forecast/claim-change.ts';
export type {
  ChangeExample,
  ClaimChanges,
  Forecast,
  HeavyUser,
  OverLimit,
  SizeBucket,
  SizeSummary,
} from './forecast/forecast.ts';
export { ForecastTally, type RenderedClaims, type RenderedUser } from './forecast/forecast-tally.ts';
export type { JsonNode } from './json-text/json-node.ts';
export { pointerTo } from './json-text/json-pointer.ts';
export {
  type JsonProblem,
  type ParsedJson,
  type ParseJsonOptions,
  parseJson,
} from './json-text/parse-json.ts';
export { utf8Length } from './json-text/utf8-length.ts';
export type { JsonObject, JsonValue } from './json-value.ts';
export { limits } from './limits.ts';
export {
  checkMetadataSchema,
  type SchemaProblem,
} from './metadata-schema/check-metadata-schema.ts';
export { schemaLimits } from './metadata-schema/schema-keywords.ts';
export {
  createMetadataValidator,
  type MetadataValidator,
  type MetadataViolation,
} from './metadata-schema/validate-metadata.ts';
export { checkJwtTemplate } from './presets/check-jwt-template.ts';
export type {
  ConsumerSetting,
  IssuerUrls,
  JwtPreset,
  JwtSettings,
  SettingProblem,
} from './presets/jwt-preset.ts';
export { findJwtPreset, jwtPresets } from './presets/presets.ts';
export { operandsOf } from './render/claim-operands.ts';
export { type CompileOptions, type CompileResult, compileTemplate } from './render/compile-template.ts';
export type { ClaimNode, CompiledOperand, CompiledTemplate } from './render/compiled-template.ts';
export { customJwtDefaults } from './render/custom-jwt-defaults.ts';
export { mergeDefaultClaims } from './render/merge-default-claims.ts';
export { renderTemplate } from './render/render-template.ts';
export { serializeClaims, serializeJson } from './render/serialize-claims.ts';
export type {
  TemplateData,
  TemplateMembership,
  TemplateOrganization,
  TemplateSession,
  TemplateUser,
} from './render/template-data.ts';
export { shortcodes } from './shortcode/catalogue.ts';
export {
  type DefaultClaim,
  defaultClaims,
  isReservedClaim,
  omittedClaimsMarker,
  reservedClaims,
} from './shortcode/default-claims.ts';
export type { DataGroup, ShortcodeField } from './shortcode/shortcode-field.ts';
export { type ClaimSize, claimSizes } from './size/claim-sizes.ts';
export { base64UrlLength, type TokenSize, type TokenSizeInput, tokenSize } from './size/token-size.ts';
export type { ClaimType, ClaimTypeMember, ObjectClaimType } from './types/claim-type.ts';
export {
  type DeclaredPath,
  declaredPaths,
  type MetadataSchemas,
} from './types/declared-paths.ts';
export { type GlobalInterfaces, systemPermissions } from './types/global-interfaces.ts';
export { inferClaimTypes } from './types/infer-claim-types.ts';
export { renderTypeScript, type TypeScriptOptions } from './types/render-typescript.ts';
export type { InferOptions, MetadataPath } from './types/type-of-operands.ts';
export { typeText } from './types/type-text.ts';
