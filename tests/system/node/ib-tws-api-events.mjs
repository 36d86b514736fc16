// What an unmodified ib-tws-api decodes: node ib-tws-api-events.mjs HOST PORT SESSIONS
// Prints {"serverVersion": n} before what is of a session, then for each message one JSON line: the list of what its
// decoder told, each [name, arguments]. The client hands on only what someone waits for, so this is taken from the decoder.
import { Client } from "ib-tws-api";

const [host, port, sessions] = process.argv.slice(2);
const connecting = ["9", "15"];

// The client writes notes of its own.
console.log = () => {};

/** An object's values in their order, without the client's collection of ticks; one with parts of a message is whole. */
function values(value) {
  const object = value !== null && typeof value === "object" && !Array.isArray(value) && !("contract" in value);
  return object ? Object.keys(value).flatMap((key) => (key === "ticker" ? [] : [value[key]])) : [value];
}

/** The receiver of what the client's decoders tell. */
function receiver(serverVersion, told) {
  const tell = (name, ...args) => told.push([name, args]);
  const array = (name, id) => ({ push: (value) => tell(name, id, ...values(value)) });
  const map = (name, id) => new Proxy({}, { set: (target, key, value) => tell(name, id, ...values(value)) > 0 });
  return {
    serverVersion,
    emit: (event, value) => tell(event, ...values(value)),
    messageTypeResolve: (id, value) => tell("messageTypeResolve", id, ...values(value)),
    messageTypeStorageArray: (id) => array("messageTypeStorage", id),
    messageTypeStorageMap: (id) => map("messageTypeStorage", id),
    requestIdResolve: (id, value) => tell("requestIdResolve", id, ...values(value)),
    requestIdEmit: (id, event, value) =>
      tell(`requestIdEmit.${event}${["mask", "midPoint"].filter((key) => key in value).map((key) => "." + key)}`, id, ...values(value)),
    requestIdStorageArray: (id) => array("requestIdStorage", id),
    requestIdStorageMap: () => ({}),
  };
}

async function session(index) {
  const client = new Client({ host, port: Number(port), clientId: index });
  const lines = [];
  const connect = client._onMessageFieldset.bind(client);
  client._onMessageFieldset = (fields) => {
    if (!client._serverVersion || connecting.includes(fields[0])) {
      connect(fields);
      return;
    }
    const told = [];
    const decoder = Object.create(client._incomeHandler, { _bus: { value: receiver(client._serverVersion, told) } });
    try {
      decoder.processMessageFieldset(fields);
    } catch (error) {
      told.push(["failure", [error.message]]);
    }
    lines.push(JSON.stringify(told));
  };
  await client.connect();
  await new Promise((resolve) => client._protocolBytes.on("close", resolve));
  process.stdout.write([JSON.stringify({ serverVersion: client._serverVersion }), ...lines].join("\n") + "\n");
}

for (let i = 1; i <= Number(sessions); i++) await session(i);
