// Everything that an unmodified third-party client tells: node events.js HOST PORT SESSIONS
// Prints each event as one JSON line, [name, arguments], and {"serverVersion": n} before those of a session.
"use strict";
const { IBApi, EventName } = require("@stoqey/ib");

const [host, port, sessions] = process.argv.slice(2);
const sessionTimeoutMs = 30_000;
const ofTheConnection = [EventName.all, EventName.result, EventName.sent, EventName.received, EventName.connected];

/** JSON has no maps, errors or infinity. */
function plain(key, value) {
  if (value instanceof Map) return [...value];
  if (value instanceof Error) return value.message;
  return value === Infinity ? "Infinity" : value;
}

function session(index) {
  return new Promise((resolve, reject) => {
    const ib = new IBApi({ host, port: Number(port), clientId: index });
    const timer = setTimeout(() => reject(new Error(`session ${index} did not end in time`)), sessionTimeoutMs);
    const lines = [];
    ib.on(EventName.all, (name, args) => {
      if (name === EventName.server) {
        lines.push(JSON.stringify({ serverVersion: args[0] }));
      } else if (name === EventName.disconnected) {
        clearTimeout(timer);
        process.stdout.write(lines.join("\n") + "\n");
        resolve();
      } else if (!ofTheConnection.includes(name)) {
        lines.push(JSON.stringify([name, args], plain));
      }
    });
    ib.connect();
  });
}

async function main() {
  for (let i = 0; i < Number(sessions); i++) await session(i);
}

main().catch((error) => {
  process.stderr.write(error.stack + "\n");
  process.exit(1);
});
