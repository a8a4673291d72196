// What a page of another origin sees of a service with MapLibre: in_maplibre.mjs ADDRESS BOX PICTURE;
// BOX is west,south,east,north of what it looks at. Writes JSON.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";

const [address, box, picture] = process.argv.slice(2);
const of = createRequire(new URL("../../../../web/package.json", import.meta.url));
const { chromium } = of("playwright-core");
const library = dirname(of.resolve("maplibre-gl/dist/maplibre-gl.css"));

const page = createServer(async (request, answer) => {
  const file = /^\/(maplibre-gl[\w-]*\.mjs)$/.exec(request.url)?.[1];
  answer.setHeader("Content-Type", file ? "text/javascript" : "text/html");
  answer.end(file ? await readFile(`${library}/${file}`) : '<!doctype html><body style="margin:0"><div id="map" style="height:100vh"></div>');
});
await new Promise((ready) => page.listen(0, "127.0.0.1", ready));

/** Runs in the page: every collection as GeoJSON by the OGC API and as tiles, drawn in turn. */
async function look({ address, box }) {
  const maplibre = await import("/maplibre-gl.mjs");
  maplibre.setWorkerUrl("/maplibre-gl-worker.mjs");
  const map = new maplibre.Map({ container: "map", style: { version: 8, sources: {}, layers: [] }, bounds: box, fadeDuration: 0, attributionControl: false });
  const errors = {};
  map.on("error", (e) => (errors[e.sourceId] = e.error.message));
  await map.once("load");
  const settled = async (name) => { // a source that fails never counts as loaded
    for (const late = Date.now() + 60_000; !errors[name] && !(map.isSourceLoaded(name) && map.areTilesLoaded() && map.loaded());) {
      if (Date.now() > late) errors[name] = "not drawn in a minute";
      await new Promise((wait) => setTimeout(wait, 20));
    }
  };
  const draw = async (name, source, layer) => {
    map.addSource(name, source);
    for (const [type, shape, paint] of [
      ["fill", "Polygon", { "fill-color": "#4a8", "fill-opacity": 0.2 }], ["line", "LineString", { "line-color": "#258" }], ["circle", "Point", { "circle-color": "#c42" }],
    ]) map.addLayer({ id: `${name}-${type}`, type, source: name, filter: ["==", ["geometry-type"], shape], paint, ...layer });
    await settled(name);
    const layers = ["fill", "line", "circle"].map((type) => `${name}-${type}`);
    return new Set(map.queryRenderedFeatures({ layers }).map((f) => f.id ?? f.properties.id)).size;
  };
  const out = {};
  for (const { id } of (await (await fetch(`${address}/ogc/collections?f=json`)).json()).collections) {
    const [whole, tiles] = [`ogc-${id}`, `tiles-${id}`];
    const drawn = await draw(whole, { type: "geojson", generateId: true, data: `${address}/ogc/collections/${id}/items?f=json` });
    const tiled = await draw(tiles, { type: "vector", url: `${address}/tiles/${id}` }, { "source-layer": id });
    const read = errors[whole] ? 0 : (await map.getSource(whole).getData()).features.length;
    out[id] = { read, drawn, tiled, refused: errors[whole] ?? "", untiled: errors[tiles] ?? "" };
  }
  return out;
}

const browser = await chromium.launch({ executablePath: process.env.XUNHU_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--enable-unsafe-swiftshader"] });
try {
  const window = await browser.newPage({ viewport: { width: 600, height: 600 } });
  await window.goto(`http://127.0.0.1:${page.address().port}/`);
  console.log(JSON.stringify(await window.evaluate(look, { address, box: box.split(",").map(Number) })));
  await window.screenshot({ path: picture });
} finally {
  await browser.close();
  page.close();
}
