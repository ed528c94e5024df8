/** jsdom has no constructable stylesheets: what tests need of them is that they can be adopted. */
if (!("replaceSync" in CSSStyleSheet.prototype)) {
  Object.assign(CSSStyleSheet.prototype, { replaceSync() {} });
}
document.adoptedStyleSheets ??= [];
