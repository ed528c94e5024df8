// What keys do on the queue beside leading to the forms of the card.

import { current, step } from "./cards.js";
import { choose, chooseAll, chosen } from "./choosing.js";
import { undo } from "./deciding.js";
import { askWhy } from "./forms.js";
import { startKeys } from "./keys.js";
import { phrase, say } from "./speaking.js";

const unavailable = () => say(phrase("unavailable"));

const deeds = {
  next: () => step(1),
  previous: () => step(-1),
  approve: (card) => {
    const about = card ?? chosen()[0];
    const button = about?.querySelector('[data-key="approve"]');
    if (button) button.click();
    else if (about) unavailable();
  },
  reject: (card) => askWhy(card ?? chosen()[0]),
  undo: () => undo(),
  choose: (card) => card && choose(card),
  chooseTo: (card) => card && choose(card, true),
  chooseAll: () => chooseAll(true),
  chooseNone: () => chooseAll(false),
  search: () => {
    const filters = document.querySelector("details.filters");
    filters.open = true;
    filters.querySelector("[name=q]").focus();
  },
  leave: () => chosen().length && chooseAll(false),
};

export function startQueueKeys() {
  const turned = (on) => say(phrase(on ? "keysOn" : "keysOff"));
  startKeys({ deeds, place: current, unavailable, turned });
}
