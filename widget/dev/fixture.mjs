/** A small discussion for looking at the widget: what the server renders, in memory. */

const [asha, ruth, omar, lena] = ["Asha Menon", "Ruth Adeyemi", "Omar Haddad", "Lena Fischer"];

export const comments = [
  {
    id: 1,
    parent: null,
    depth: 0,
    author: asha,
    respect: 24,
    disagree: 3,
    html: '<p>The plan speaks of “temporary” closures, yet the ferry has been out of service since March. I take it to work each morning; the bus needs ninety minutes, when it comes.</p><p>Nobody from the port authority has been seen on the quay. Could the paper ask them for the <a href="https://paper.example/tender" rel="nofollow ugc noopener">tender documents</a>?</p>',
  },
  {
    id: 2,
    parent: 1,
    depth: 1,
    author: "Ines Carvalho",
    badge: "Staff",
    respect: 41,
    html: "<p>We have asked for them. The authority has until Friday to answer, and we shall print what it says.</p>",
  },
  {
    id: 3,
    parent: 2,
    depth: 2,
    author: ruth,
    to: ["2", "Ines Carvalho"],
    respect: 5,
    edited: true,
    html: "<p>Thank you. Please ask about the second boat too: it was paid for in <em>2023</em>.</p><blockquote><p>Delivery is expected within eighteen months.</p></blockquote><p>That was thirty months ago.</p>",
  },
  {
    id: 4,
    parent: 3,
    depth: 3,
    author: omar,
    to: ["3", ruth],
    disagree: 2,
    html: "<p>Boats are late everywhere. Yards have lost half of their welders, and a rushed hull is worse than none.</p>",
  },
  {
    id: 5,
    parent: 4,
    depth: 4,
    author: lena,
    to: ["4", omar],
    html: "<p>I build them. He is right about the welders.</p>",
  },
  {
    id: 6,
    parent: 5,
    depth: 5,
    author: asha,
    to: ["5", lena],
    html: "<p>Then say so in the timetable! Averyveryverylongwordwithoutanyspaceinitthatmustbreaksomewhereornothingfitsonaphone.</p>",
  },
  { id: 7, parent: 1, depth: 1, stub: "This comment was deleted by its author." },
  {
    id: 8,
    parent: 7,
    depth: 2,
    author: ruth,
    respect: 2,
    html: "<p>I disagree, and I said why at the council meeting.</p>",
  },
  {
    id: 9,
    parent: null,
    depth: 0,
    author: "محمد الأمين",
    respect: 7,
    html: "<p>العبّارة ليست ترفاً، إنها الطريق الوحيد إلى المستشفى بعد الساعة العاشرة ليلاً. متى تعود؟</p>",
  },
  {
    id: 10,
    parent: null,
    depth: 0,
    author: lena,
    ground: true,
    respect: 12,
    disagree: 1,
    html: "<p>Three things would help at once:</p><ol><li>a printed timetable at every stop,</li><li>a night bus to the hospital,</li><li>one person who answers the telephone.</li></ol><p>None of them needs a new boat.</p>",
  },
];

/** What chance draws, of another page. */
export const drawn = {
  id: 300,
  parent: null,
  depth: 0,
  author: "Jonas Weber",
  respect: 3,
  replies: 2,
  html: "<p>The second boat should never have been ordered before the first one sailed.</p>",
};

const why =
  "Shown first because readers who usually vote differently from each other both respected it.";
const common = `<span class="parley-ground" title="${why}">Common ground<span class="parley-unseen">: ${why}</span></span>`;

/** The pictures of common ground, as small as they can be. */
export function pictures(base) {
  const address = `${base}/discussion/12/?comment=10#comment-10`;
  return `<!doctype html><section class="parley-pictures"><h2>Common ground</h2>
<p>Nobody’s own vote or place is shown.</p><figure class="parley-figure"><h3>The map of opinions</h3>
<svg viewBox="0 0 400 120" role="img" font-size="13"><title>The map of opinions</title>
<rect x="0.5" y="0.5" width="399" height="119" rx="3" fill="currentColor" fill-opacity="0.035"/>
<circle cx="90" cy="60" r="24" fill="var(--parley-ground-left, #b0771a)"><title>12 readers</title></circle>
<circle cx="290" cy="60" r="30" fill="var(--parley-ground-right, #2b868b)"><title>18 readers</title></circle></svg>
<figcaption>Who votes alike stands close together.</figcaption></figure>
<div class="parley-said"><h3>What all sides respect</h3><ul class="parley-quotes"><li><blockquote><p>“Three things would help at once.”</p></blockquote>
<p class="parley-by"><a href="${address}"><bdi>${lena}</bdi></a> <span>83% of readers on the left and 76% on the right</span></p></li></ul></div></section>`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

export function article(base, comment) {
  const { id, parent, depth, author = "", html = "", stub, badge, to, edited } = comment;
  const { respect = 0, disagree = 0, replies = 0, ground } = comment;
  const permalink = (n) => `${base}/discussion/12/?comment=${n}#comment-${n}`;
  const frame = `id="comment-${id}" data-id="${id}" data-parent="${parent ?? ""}" data-depth="${depth}"`;
  if (stub)
    return `<article class="parley-comment parley-stub" ${frame}><p class="parley-removed">${stub}</p></article>`;
  const answered = to
    ? `<span class="parley-to"> in reply to <a href="${permalink(to[0])}"><bdi>${escaped(to[1])}</bdi></a></span>`
    : "";
  return `<article class="parley-comment" ${frame} aria-labelledby="parley-by-${id}">
<header class="parley-meta"><h3 class="parley-byline" id="parley-by-${id}"><bdi class="parley-author">${escaped(author)}</bdi>${badge ? `<span class="parley-badge">${badge}</span>` : ""}${answered}</h3>
<a class="parley-permalink" href="${permalink(id)}"><time datetime="2026-11-24T02:36:26Z">November 24, 2026 08:06 am IST</time></a>${edited ? '<span class="parley-edited">edited</span>' : ""}${ground ? common : ""}</header>
<div class="parley-body" dir="auto">${html}</div>
<footer class="parley-actions" data-respect="${respect}" data-disagree="${disagree}" data-replies="${replies}"><span class="parley-counts">${respect} respect · ${disagree} disagree</span><a class="parley-reply" href="${base}/discussion/12/?reply=${id}#parley-compose">Reply</a><a class="parley-report" href="${base}/discussion/12/report/${id}/">Report</a></footer>
</article>`;
}

export function thread(base, { sort = "ground", page = 1, extra = [] }) {
  const names = {
    ground: "Common ground",
    respected: "Most respected",
    newest: "Newest",
    oldest: "Oldest",
  };
  const sorts = Object.entries(names).map(
    ([key, name]) =>
      `<a href="${base}/discussion/12/?sort=${key}" data-sort="${key}"${key === sort ? ' aria-current="true"' : ""}>${name}</a>`,
  );
  const all = [...extra, ...comments];
  const prev =
    page > 1
      ? `<a rel="prev" data-page="${page - 1}" href="${base}/discussion/12/?page=${page - 1}">Earlier</a>`
      : "";
  const next =
    page < 3
      ? `<a rel="next" data-page="${page + 1}" href="${base}/discussion/12/?page=${page + 1}">Later</a>`
      : "";
  return `<!doctype html><section class="parley-thread" data-article="12" data-rev="34" data-sort="${sort}" data-page="${page}" data-pages="3" data-count="512" data-state="open" data-ground="1" lang="en">
<header class="parley-head"><h2 class="parley-title">${502 + all.length} comments</h2><nav class="parley-sorts" aria-label="Order of comments">${sorts.join("")}</nav><a class="parley-agreement" href="${base}/discussion/12/ground/">See where readers agree</a></header>
<div class="parley-list">${all.map((one) => article(base, one)).join("")}</div>
<nav class="parley-pages" aria-label="Pages of comments">${prev}<span>Page ${page} of 3</span>${next}</nav></section>`;
}
