/** Forecasts: what a draft of the session token's template does to every user, before it is saved. */
export { countBrokenUsers } from './count-broken-users.ts';
export {
  type ForecastInput,
  type ForecastProgress,
  forecastUsers,
  type UsersForecast,
} from './forecast-users.ts';
export { registerForecastsPlatformApi } from './platform-api.ts';
