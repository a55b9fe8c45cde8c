/** How SDKs read their settings: one family of variables at a time, never an address of another service. */
export { backendApiUrl } from './api-address.ts';
export {
  type Found,
  type FoundSettings,
  findServerSettings,
  resolveEnvironment,
  type SettingName,
  type Settings,
  variableNames,
} from './resolve-environment.ts';
