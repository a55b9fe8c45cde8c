/** What the end-to-end and the compatibility tests share: a server, apps, a browser, and what left the machine. */
export { type Bartleby, repository, startBartleby, withoutOurs } from './bartleby-process.ts';
export { type BrowserHall, openBrowser, openBrowserHall, type TestBrowser } from './browser.ts';
export { type RunningProcess, startProcess } from './child-process.ts';
export { type CommandResult, runCli } from './cli-command.ts';
export { installedApp, installedExample } from './example-app.ts';
export { type ExpressApp, startExpressExample } from './express-app.ts';
export { freePort, freePorts, isFreePort } from './free-ports.ts';
export { copyApp, type NextApp, parseBlock, startNextApp } from './next-app.ts';
