/** What jsdom lacks, as far as tests need it: style sheets can be adopted, and nothing scrolls. */
if (!("replaceSync" in CSSStyleSheet.prototype)) {
  Object.assign(CSSStyleSheet.prototype, { replaceSync() {} });
}
document.adoptedStyleSheets ??= [];
Element.prototype.scrollIntoView ??= () => {};
