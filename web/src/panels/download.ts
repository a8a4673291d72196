// Gives the user a file without asking the server again.

/** Offers a GeoJSON value as a download. */
export const download = (value: unknown, name: string): void =>
  save(new Blob([JSON.stringify(value, null, 1)], { type: "application/geo+json" }), name);

/** Offers what was fetched as a download. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
