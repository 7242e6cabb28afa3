// Asks a SPARQL endpoint a SELECT with Comunica and prints the rows as JSON: node ask.mjs ENDPOINT QUERY
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, query] = process.argv.slice(2);
const bindings = await new QueryEngine().queryBindings(query, { sources: [{ type: "sparql", value: endpoint }] });
const rows = await bindings.toArray();
const plain = (row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value]));
console.log(JSON.stringify(rows.map(plain)));
