// Preloaded into a Node process under test (NODE_OPTIONS=--import): writes every host it looks up or connects
// to, one a line, to the file named by EGRESS_LOG.
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const log = process.env.EGRESS_LOG;
const record = (host) => {
  if (log && host) appendFileSync(log, `${host}\n`);
};

const lookup = dns.lookup;
dns.lookup = (hostname, ...rest) => {
  record(hostname);
  return lookup(hostname, ...rest);
};
const resolve = dns.promises.lookup;
dns.promises.lookup = (hostname, ...rest) => {
  record(hostname);
  return resolve(hostname, ...rest);
};
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connectAndRecord(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  if (first && typeof first === 'object') record(first.path ? null : (first.host ?? 'localhost'));
  return connect.apply(this, args);
};
