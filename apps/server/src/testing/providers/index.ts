// Other providers for tests: a real OpenID provider, and a server that speaks GitHub's OAuth and API.

export { type GithubPerson, type GithubServer, startGithubServer } from './github-server.ts';
export { type OpenIdProvider, type People, startOpenIdProvider } from './openid-provider.ts';
export { visitProvider } from './visit-provider.ts';
