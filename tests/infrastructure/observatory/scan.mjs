// The HTTP Observatory's own scan of answers that were recorded: it asks, we answer, no network.
//
//     node scan.mjs FOLDER < visits.json > grades.json
//
// FOLDER holds node_modules. A visit is {name, hostname, answers}, where answers maps "GET https://…"
// to {status, headers, body}; what is not in it is answered 404. Headers are pairs, so that a name may
// come twice.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const packages = join(process.argv[2], "node_modules");
const open = (...parts) => import(pathToFileURL(join(packages, ...parts)).href);
const { default: axios, AxiosHeaders } = await open("axios", "index.js");
const { scan } = await open("@mdn", "mdn-http-observatory", "src", "scanner", "index.js");

// What a cookie agent does with an answer from the network: it fills the jar of its session.
function keepCookies(config, url, headers) {
  const jar = config.httpsAgent?.options?.cookies?.jar;
  for (const cookie of headers.getSetCookie()) {
    jar?.setCookieSync(cookie, url, { ignoreError: true });
  }
}

function answering(answers) {
  return async (config) => {
    const method = config.method.toUpperCase();
    const answer = answers[`${method} ${config.url}`] ?? { status: 404, headers: [], body: "" };
    const headers = new AxiosHeaders();
    for (const [written, value] of answer.headers) {
      // As Node gives them.
      const name = written.toLowerCase();
      const before = headers.get(name);
      headers.set(name, before === undefined ? value : [before, value].flat());
    }
    keepCookies(config, config.url, headers);
    const { status, body } = answer;
    return { status, statusText: "", headers, data: body, config, request: {} };
  };
}

const grades = {};
for (const { name, hostname, answers } of JSON.parse(readFileSync(0, "utf8"))) {
  axios.defaults.adapter = answering(answers);
  const { scan: whole, tests } = await scan(hostname);
  const failed = Object.values(tests).filter((test) => !test.pass);
  grades[name] = {
    grade: whole.grade,
    score: whole.score,
    tests: whole.testsQuantity,
    failed: failed.map((test) => test.result),
  };
}
process.stdout.write(JSON.stringify(grades));
