// A bare echo on grammY: it stores nothing. API is the address to poll; the runner handles updates side by side,
// MODE=poll one after the other.
import { Bot } from "grammy";
import { run } from "@grammyjs/runner";

const TOKEN = "7000000001:a-token-for-the-stand-in-alone";
const bot = new Bot(TOKEN, { client: { apiRoot: process.env.API } });
bot.on(["message:text", "message:photo"], (context) => context.reply(context.message.text ?? context.message.caption));
bot.on("callback_query:data", (context) => context.answerCallbackQuery(context.callbackQuery.data));
if (process.env.MODE === "poll") bot.start();
else run(bot, { runner: { fetch: { timeout: 10 } } });
