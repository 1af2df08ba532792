// Drives node-ews: one JSON call a line on stdin, one JSON answer a line on stdout.
//
// The first line is [configuration, options] as node-ews takes them; each further one is [operation, arguments].

"use strict";

const readline = require("readline");
const EWS = require("node-ews");

async function main() {
  let client = null;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    if (client === null) {
      client = new EWS(...asked);
      continue;
    }
    try {
      console.log(JSON.stringify({ answer: await client.run(...asked) }));
    } catch (problem) {
      console.log(JSON.stringify({ problem: problem.message }));
    }
  }
}

main();
