// Slack's Node Bolt against the local Slack: posts a card, answers a click, opens a modal, uploads a file.
import { createRequire } from "node:module";

const require = createRequire(`${process.env.BOLT_DIR}/package.json`);
const { App, LogLevel } = require("@slack/bolt");

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.INFO,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});
const plain = (text) => ({ type: "plain_text", text });
const card = [
  { type: "section", text: { type: "mrkdwn", text: "*From Node*" } },
  {
    type: "actions",
    elements: [
      { type: "button", action_id: "approve", text: plain("Approve"), value: "7" },
      { type: "button", action_id: "ask", text: plain("Ask"), value: "7" },
    ],
  },
];

app.command("/goodword", async ({ ack, command, client, respond }) => {
  await ack();
  await client.chat.postMessage({ channel: command.channel_id, text: "From Node", blocks: card });
  await respond({ text: "posted", response_type: "ephemeral" });
});

app.action("approve", async ({ ack, body, client }) => {
  await ack();
  const channel = body.channel.id;
  const ts = body.message.ts;
  await client.chat.update({ channel, ts, text: `Approved by <@${body.user.id}>`, blocks: [] });
  await client.filesUploadV2({ channel_id: channel, thread_ts: ts, filename: "note.txt", file: Buffer.from("héllo"), title: "Note" });
});

app.action("ask", async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: "modal", callback_id: "asking", title: plain("Ask"), submit: plain("Send"),
      blocks: [{ type: "input", block_id: "b", label: plain("Why?"), element: { type: "plain_text_input", action_id: "a" } }],
    },
  });
});

app.view("asking", async ({ ack, body, view, client }) => {
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `asked: ${view.state.values.b.a.value}` });
});

app.event("app_mention", async ({ event, say }) => {
  await say({ text: `hi <@${event.user}>`, thread_ts: event.ts });
});

app.error(async (error) => console.error("handler failed:", error));
process.on("SIGTERM", async () => {
  await app.stop();
  process.exit(0);
});
await app.start();
console.log("node bot is running");
