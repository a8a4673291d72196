// The shape of long work, as api/wire writes it.

/** How long work stands. */
export interface Job {
  jobID: string;
  processID: string; // plan, import, export, …
  title: string; // what is done, and with what; in the language asked for
  status: "accepted" | "running" | "successful" | "failed" | "dismissed";
  message: string; // what it is at, or why it failed; in the language asked for
  progress: number; // per cent
  revision: number; // rises with each change
  person: string; // who asked for it
  created: string;
  updated: string;
  result?: { plan?: string; file?: string };
}
