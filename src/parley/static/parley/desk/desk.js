// The moderators' queue. Without this script its pages and forms work too, one by one.

import { cardOf, cards, focus, welcome } from "./cards.js";
import { startChoosing } from "./choosing.js";
import { startDeciding } from "./deciding.js";
import { startFilling } from "./filling.js";
import { startForms } from "./forms.js";
import { startLive } from "./live.js";
import { startSending } from "./outbox.js";
import { startParts } from "./parts.js";
import { startQueueKeys } from "./queue_keys.js";

for (const card of cards()) welcome(card);
startSending();
startDeciding();
startChoosing();
startForms();
startParts();
startFilling();
startLive();
// Last, since it shows that the rest is at work.
startQueueKeys();

// After a decision by a plain form, the address names the next comment.
const named = /^#comment-(\d+)$/.exec(location.hash);
const card = named && cardOf(named[1]);
if (card) focus(card);
