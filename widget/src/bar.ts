/** <parley-bar>: above the comments, who one is here and the way to write; also the thread's voice. */
import styles from "./bar.css?inline";
import buttonStyles from "./button.css?inline";
import { button, type Child, h, link, shadow } from "./dom";
import type { Say } from "./strings";
import type { Me } from "./wire";

export class Bar extends HTMLElement {
  say!: Say;
  /** Called when the reader wants to write. */
  onwrite: () => void = () => {};
  /** The address of the reader's own page. */
  mine = "";
  /** The address of a page of Parley's that leads back here. */
  returning: (address: string) => string = (address) => address;
  #root = shadow(this, buttonStyles, styles);
  #line = h("p", { className: "line" });
  #field = h("div", {});
  #voice = h("p", { className: "unseen", role: "status" });

  constructor() {
    super();
    this.#root.append(this.#field, h("slot"), this.#line, this.#voice);
  }

  show(me: Me, state: string | undefined): void {
    const open = state !== "closed";
    const may = open && (me.may_comment || !me.user);
    this.#field.replaceChildren(
      ...(may ? [button(this.say("write"), () => this.onwrite(), "write")] : []),
    );
    const desk = me.moderate_url ? [link(me.moderate_url, this.say("moderate"))] : [];
    this.#line.replaceChildren(...(open ? this.#about(me) : [this.say("closed")]), ...desk);
  }

  /** While the composer is open, the button that opens it makes room. */
  set writing(open: boolean) {
    this.#field.hidden = open;
    if (!open) this.#field.querySelector("button")?.focus();
  }

  /** Tells those who listen rather than look. */
  announce(text: string): void {
    this.#voice.textContent = text;
  }

  fail(text: string, again: () => void): void {
    this.#line.replaceChildren(text, " ", button(this.say("again"), again, "plain"));
    this.announce(text);
  }

  #about(me: Me): Child[] {
    const guidelines = link(me.guidelines_url, this.say("guidelines"));
    if (!me.user) {
      const signIn = link(this.returning(me.sign_in_url), this.say("signIn"));
      const register = link(this.returning(me.register_url), this.say("register"));
      return [signIn, register, guidelines];
    }
    const { guidelines_accepted, suspended_until, name } = me.user;
    if (suspended_until) {
      const time = new Date(suspended_until).toLocaleString();
      return [this.say("suspended", { time }), guidelines];
    }
    if (!guidelines_accepted) {
      guidelines.href = this.returning(guidelines.href);
      return [`${this.say("accept")} `, guidelines];
    }
    const news = (["notices", "claimable"] as const).flatMap((what) =>
      me[what] ? link(this.mine, this.say(what, { n: me[what] })) : [],
    );
    return [h("span", {}, this.say("as", { name })), ...news, guidelines];
  }
}

if (!customElements.get("parley-bar")) customElements.define("parley-bar", Bar);

declare global {
  interface HTMLElementTagNameMap {
    "parley-bar": Bar;
  }
}
