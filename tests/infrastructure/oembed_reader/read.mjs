// Reads addresses as a program does that shows what somebody pasted: node read.mjs FOLDER ADDRESS ...
// What each came to is printed as JSON, by its address.
import { pathToFileURL } from "node:url";

const [folder, ...addresses] = process.argv.slice(2);
const entry = `${folder}/node_modules/@extractus/oembed-extractor/esm/mod.js`;
const { extract } = await import(pathToFileURL(entry));
const found = {};
for (const address of addresses) {
  found[address] = await extract(address).catch((error) => ({ error: error.message }));
}
console.log(JSON.stringify(found));
