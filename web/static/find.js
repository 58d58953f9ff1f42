// A field with data-find leaves of the items that it names those in which every word that is typed stands, and what is chosen or picked up; of groups of items those that
// have one left. It works also on items that came later. Hangul is found by its first consonants and while a syllable is being put together.

const finals = ["ᄀ", "ᄁ", "ᄀᄉ", "ᄂ", "ᄂᄌ", "ᄂᄒ", "ᄃ", "ᄅ", "ᄅᄀ", "ᄅᄆ", "ᄅᄇ", "ᄅᄉ", "ᄅᄐ", "ᄅᄑ", "ᄅᄒ", "ᄆ", "ᄇ", "ᄇᄉ", "ᄉ", "ᄊ", "ᄋ", "ᄌ", "ᄎ", "ᄏ", "ᄐ", "ᄑ", "ᄒ"];
const folded = (text) => text.normalize("NFKD").toLowerCase().replace(/(?!\p{Script=Hangul})\p{M}/gu, "").replace(/[\u11a8-\u11c2]/g, (final) => finals[final.charCodeAt(0) - 0x11a8]);
const initials = (text) => text.normalize("NFKD").replace(/[\u1161-\u1175\u11a8-\u11c2]/g, "");

const find = (field) => {
  const words = folded(field.value).split(/\s+/).filter(Boolean);
  const found = (item) => {
    const says = item.querySelectorAll(".member-name, .chip"); // and no marks
    const text = [...(says.length ? says : [item])].map((part) => part.textContent).join(" ");
    return words.every((word) => folded(text).includes(word) || (/^[ᄀ-ᄒ]+$/.test(word) && initials(text).includes(word)));
  };
  const items = [...document.querySelectorAll(field.dataset.find)];
  let left = 0;
  for (const item of items) {
    const stays = found(item);
    left += stays;
    item.classList.toggle("missed", !stays && !item.matches(".picked, :has(:checked)"));
  }
  for (const group of document.querySelectorAll("[data-find-group]")) {
    const mine = items.filter((item) => group.contains(item));
    group.classList.toggle("missed", words.length > 0 && mine.every((item) => item.classList.contains("missed")));
  }
  const said = field.closest(".finder").querySelector("[role=status]");
  const text = words.length === 0 ? "" : left ? `${left} / ${items.length}` : said.dataset.none;
  if (said.textContent !== text) said.textContent = text;
};

document.addEventListener("input", ({ target }) => { if (target.matches("[data-find]")) find(target); });
document.addEventListener("keypress", (event) => { if (event.key === "Enter" && event.target.matches("[data-find]")) event.preventDefault(); });
new MutationObserver(() => {
  for (const field of document.querySelectorAll("[data-find]")) if (field.value) find(field);
}).observe(document.getElementById("main"), { childList: true, subtree: true });
