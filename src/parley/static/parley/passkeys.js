// Shows passkey buttons where the browser can use them, and says so when a ceremony fails.
"use strict";

if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-passkey]")) element.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  const message = document.getElementById("passkey-error");
  if (!message) return;
  event.preventDefault();
  message.hidden = false;
});
