// Gives the user a file without asking the server again.

/** Offers a GeoJSON value as a download. */
export function download(value: unknown, name: string): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value, null, 1)], { type: "application/geo+json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
