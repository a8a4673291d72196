// The shapes of signing in, as api/ops writes them, and what an address may bring along.

/** How one can sign in here. */
export interface Ways {
  password: boolean; // false: others could read it on the way
  known: boolean; // who asks is somebody already
  provider?: string; // name of a provider of identities
}

/** A link by which a password is set, as it stands in the address. */
export interface PasswordLink {
  link: string;
  person: string;
}

/** Why a provider of identities did not sign somebody in, as it stands in the address. */
export interface Refusal {
  reason: string; // as "provider_unknown"
  person: string; // whom the provider named
}

/** The refusal in an address such as …/#refused=provider_unknown&person=li; null if there is none. */
export function refusalIn(hash: string): Refusal | null {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const reason = said.get("refused");
  const person = said.get("person") ?? "";
  return reason ? { reason, person: /^[\w.@+-]{1,100}$/.test(person) ? person : "" } : null; // anybody can write an address: no sentences
}

/** The link in an address such as …/#link=SECRET&person=li; null if there is none. */
export function linkIn(hash: string): PasswordLink | null {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const link = said.get("link");
  return link ? { link, person: said.get("person") ?? "" } : null;
}
