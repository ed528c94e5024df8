// Asks by @conversationai/perspectiveapi-js-client: node conversationai.cjs ENDPOINT KEY TEXT
const { Client } = require("@conversationai/perspectiveapi-js-client");

const [endpoint, key, text] = process.argv.slice(2);
const client = new Client(key);
client.perspectiveApiUrl = `${endpoint}/v1alpha1/comments:analyze?key=${key}`;
client.getScores(text).then(
  (scores) => console.log(JSON.stringify(scores)),
  (error) => console.log(JSON.stringify({ failed: error.message })),
);
