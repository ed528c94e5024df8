/** embed.js: defines the element on the publisher's page and fills in comment counts. */
import { ParleyComments } from "./parley-comments";

/** Where this script came from is where Parley is, also when it is mounted under a path. */
function baseOf(script: unknown): string {
  // A page's <img name="currentScript"> shadows the property, hence the check of its kind.
  const address = script instanceof HTMLScriptElement ? script.src : "";
  return address ? new URL(".", address).href.replace(/\/$/, "") : "";
}

ParleyComments.defaultBase ||= baseOf(document.currentScript);
if (!customElements.get("parley-comments")) {
  customElements.define("parley-comments", ParleyComments);
  // A front page that shows counts has its readers' article pages ready as well.
  if (document.querySelector("[data-parley-count]")) {
    ParleyComments.load().then(({ fillCounts }) => fillCounts(ParleyComments.defaultBase));
  }
}
