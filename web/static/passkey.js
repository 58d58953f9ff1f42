// A form with data-passkey is shown where the browser knows passkeys, and what has data-no-passkey goes. When the form is sent, a passkey is
// made ("create") or asked ("get") by data-options first, and its answer goes along. What has data-failed says that there was none.

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
  for (const other of document.querySelectorAll("[data-no-passkey]")) other.hidden = true;
}

async function answer(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    const options = JSON.parse(form.dataset.options);
    const passkey =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    form.elements.credential.value = JSON.stringify(passkey.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
}
