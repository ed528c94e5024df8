/** The shapes that come over the wire, as far as the widget reads them. */

export interface Comment {
  id: number;
  parent_id: number | null;
  author: { name: string };
  text: string;
  state?: "published" | "held" | "returned" | "rejected" | "deleted";
}

export interface Reason {
  rule: string;
  code: string;
  message: string;
  severity: "advise" | "revise" | "hold" | "reject";
  /** Code point offsets into the text; null where the whole text is meant. */
  start: number | null;
  end: number | null;
  suggestion: string | null;
}

export interface Decision {
  outcome: "publish" | "revise" | "hold" | "reject";
  reasons: Reason[];
  suggested_text: string | null;
}

export interface Posted {
  comment: Comment;
  decision: Decision;
}

/** 0 is none, and "pass" a reader's saying that they cannot say. */
export type Vote = 1 | 0 | -1 | "pass";

export interface VoteResult {
  respect: number;
  disagree: number;
  value: Vote;
}

/** What one reader alone may see: asked for once a load, never part of a snapshot. */
export interface Me {
  user: {
    id: number;
    name: string;
    guidelines_accepted: boolean;
    suspended_until: string | null;
  } | null;
  /** A publisher's token would be taken: nobody is signed in, or the reader agreed to it. */
  sign_on_wanted: boolean;
  csrf: string;
  sign_in_url: string;
  register_url: string;
  guidelines_url: string;
  /** The moderators' desk; null for those who do not moderate. */
  moderate_url: string | null;
  votes: Record<string, Vote>;
  /** The comments drawn by lot for this reader today; an older server draws none. */
  drawn?: number[];
  own: Record<string, { edit_until: string | null }>;
  held: Comment[];
  may_comment: boolean;
  /** The site's limit for a comment, in what a reader calls characters. */
  max_length: number;
  notices: number;
  claimable: number;
  article: { id: number; state: "open" | "premoderated" | "closed" } | null;
}

/** An RFC 9457 problem; a refused comment carries the decision. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  decision?: Decision;
}
