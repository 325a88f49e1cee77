// Says on the page that the device gave no passkey: the library only writes to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.getElementById("passkey-error");
  if (place) {
    place.hidden = false;
    place.focus();
  }
});
