/** Asks for server-rendered fragments: as documents, which run nothing and need no Trusted Types policy. */

/** Where a discussion is found. */
export interface Place {
  /** Parley's own address, without a slash at its end. */
  base: string;
  url: string;
  articleId: string | null;
  sort: string | null;
  lang: string;
}

/** Which part of it one wants to see. */
export interface View {
  sort?: string;
  page?: number;
  /** The page that holds this comment. */
  comment?: string;
  /** The newest change one knows of: part of the address, so that no cache answers with less. */
  rev?: string;
}

/** The fragments of one discussion. */
export class Fragments {
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  page(view: View): Promise<Document> {
    return request(this.address(view));
  }

  address(view: View): string {
    const { base, url, articleId, sort } = this.place;
    const query = new URLSearchParams({ url });
    const asked = { article_id: articleId, sort, ...view };
    for (const [name, value] of Object.entries(asked)) if (value) query.set(name, String(value));
    return `${base}/api/v1/thread.html?${query}`;
  }

  /** One comment as its author may see it, even where nobody else can yet. */
  comment(id: number): Promise<Document> {
    return request(`${this.place.base}/api/v1/comments/${id}.html`, true);
  }
}

/** XMLHttpRequest, because fetch() has no way to a document that Trusted Types would not stop. */
function request(address: string, withCredentials = false): Promise<Document> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.withCredentials = withCredentials;
    request.onloadend = () => {
      const found = request.status === 200 && request.responseXML;
      resolve(found || refused(address));
    };
    request.send();
  });
}

/** A request for a document cannot read why it was refused, so that one asks once more. The loader,
    which asks first, is a script apart, and its classes are others: hence no `Refusal`. */
async function refused(address: string): Promise<never> {
  const answer = await fetch(address);
  throw Object.assign(new Error(address), { problem: await answer.json() });
}
