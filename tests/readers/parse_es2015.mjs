// Parses scripts as browsers of 2015 do: `node parse_es2015.mjs FILE...`; exits with 1 at the first that does not.
import { readFileSync } from "node:fs";
import { parse } from "acorn";

for (const file of process.argv.slice(2)) {
  try {
    parse(readFileSync(file, "utf8"), { ecmaVersion: 2015, sourceType: "script" });
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exit(1);
  }
}
