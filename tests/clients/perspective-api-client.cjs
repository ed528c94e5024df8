// Asks by perspective-api-client: node perspective-api-client.cjs ENDPOINT KEY TEXT [OPTIONS]
const path = require("node:path");
const Perspective = require("perspective-api-client");

const [endpoint, key, text, options] = process.argv.slice(2);
// It knows only Google's address: the library that it calls by is told another.
const home = path.dirname(require.resolve("perspective-api-client"));
const axios = require(require.resolve("axios", { paths: [home] }));
axios.interceptors.request.use((config) => ({
  ...config,
  url: config.url.replace("https://commentanalyzer.googleapis.com", endpoint),
}));
new Perspective({ apiKey: key }).analyze(text, JSON.parse(options ?? "{}")).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error) => console.log(JSON.stringify({ failed: error.message })),
);
