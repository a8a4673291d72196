// Brings leads on over HTTP to where a test of the page begins.

/** The people of the demonstration, and leads that they bring on. */
export async function playOf(base) {
  const send = async (person, path, body, headers = { "Content-Type": "application/json" }) => {
    const answer = await fetch(`${base}api/v1${path}`, { method: body === undefined ? "GET" : "POST", body: typeof body === "object" ? JSON.stringify(body) : body, headers: { ...headers, "If-Match": "*", ...(person && { "X-Xunhu-Person": person }) } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  const { people } = await send("", "/people");
  const of = (unit) => (people.find((p) => p.unit.id === unit && p.certified) ?? people.find((p) => p.unit.id === unit)).id;
  const play = {
    of,
    certified: people.filter((p) => p.certified).map((p) => p.id),
    read: (id, person = "") => send(person, `/incidents/${id}`),
    fire: (id, person, event, body = {}) => send(person, `/incidents/${id}/events`, { event, ...body }),
    keepReporter: (id, reporter) => send("", `/incidents/${id}/reporter`, reporter),
    attach: (id, person, name, media, content) => send(person, `/incidents/${id}/attachments?name=${encodeURIComponent(name)}`, content, { "Content-Type": media }),
    async report({ at, category, severity, source = "patrol", note = "" }) {
      const occurred = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+/, "");
      return (await send("", "/incidents", { type: "Feature", geometry: { type: "Point", coordinates: at }, properties: { category, ...(severity && { severity }), source, note, accuracy_m: 10, occurred_at: occurred } })).id;
    },
    /** Reported, assigned as the tables say, and taken; gives the lead's number and who has it. */
    async accepted(what) {
      const id = await play.report(what);
      const { next } = (await play.read(id)).properties.life;
      const lead = await play.fire(id, "", "assign", { to: next.find((n) => n.event === "assign").suggest[0].id });
      const holder = of(lead.properties.life.holder.id);
      await play.fire(id, holder, "accept", { person: holder });
      return { id, holder };
    },
  };
  return play;
}
