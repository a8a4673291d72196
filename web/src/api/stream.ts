// Server-sent events out of pieces of text. The browser's own EventSource cannot say who
// asks, so the page reads the stream itself.

export interface StreamEvent {
  id: string; // of the last id that was sent
  event: string;
  data: string;
}

/** A StreamReader keeps what a piece leaves unfinished until the next. */
export class StreamReader {
  private rest = "";
  private id = "";

  /** Gives the events that are complete with this piece. What carries no data is a heartbeat. */
  read(piece: string): StreamEvent[] {
    const blocks = (this.rest + piece).split("\n\n");
    this.rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      let event = "message";
      const data: string[] = [];
      for (const line of block.split("\n")) {
        const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (field === "id") this.id = value;
        else if (field === "event") event = value;
        else if (field === "data") data.push(value);
      }
      return data.length > 0 ? [{ id: this.id, event, data: data.join("\n") }] : [];
    });
  }
}
