// Shows passkey buttons where the browser can use them, and says so when a ceremony fails.
"use strict";

// A passkey belongs to a name; at a bare address, as in a trial at home, browsers refuse it.
const named = !/^[\d.]+$|^\[/.test(location.hostname);

if (named && window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  const message = document.getElementById("passkey-error");
  if (!message) return;
  event.preventDefault();
  message.hidden = false;
});
