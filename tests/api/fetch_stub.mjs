// Stands for the network: tells what is asked for, and answers what the test has put there.
import { readFileSync } from "node:fs";
const known = JSON.parse(readFileSync(process.argv[2], "utf8"));
globalThis.fetch = async (address, how = {}) => {
  const asked = JSON.stringify({ address, headers: how.headers ?? {} });
  if (!(asked in known)) {
    console.log(`ASK ${asked}`);
    process.exit(0);
  }
  const { status, headers, body } = known[asked];
  return new Response(status === 304 ? null : body, { status, headers });
};
