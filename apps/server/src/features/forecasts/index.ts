/** Forecasts: what a draft of the session token's template does to every user, before it is saved. */
export { countBrokenUsers } from './count-broken-users.ts';
export {
  type ForecastInput,
  type ForecastProgress,
  forecastUsers,
  type UsersForecast,
} from './forecast-users.ts';
export { metadataPathsOf } from './metadata-paths.ts';
export { registerForecastsPlatformApi } from './platform-api.ts';
export {
  findViolatingUsers,
  type ViolatingUsers,
} from './user-metadata/find-violating-users.ts';
export { listSeenMetadataPaths } from './user-metadata/list-seen-metadata-paths.ts';
export { violatingUsersResource } from './user-metadata/violating-users-resource.ts';
