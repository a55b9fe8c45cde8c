// `npm start`: a newcomer's one command. Kept to old syntax so that an old Node can say why it stops.
import { checkNodeVersion } from './run/node-version.mjs';

const complaint = checkNodeVersion(process.versions.node);
if (complaint) {
  console.error(complaint);
  process.exit(1);
}
import('./run/start-everything.mjs').then((module) => module.startEverything(process.argv.slice(2)));
